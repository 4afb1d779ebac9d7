/** The sweep as it is when nobody disturbs it: what every killed sweep must come to. */
import { assertEquals } from "@std/assert";
import { assertCode, cli } from "../../tests/harness/cli.ts";
import { freePort, Workspace } from "../../tests/harness/workspace.ts";
import { events, readRun, readSummaryTable, type RunFacts, runFiles, tree } from "./directory.ts";
import { type Step, stepText } from "./moment.ts";
import { experimentPath, type Subject, subjectArguments } from "./subject.ts";

/** An undisturbed sweep. */
export interface Reference {
  readonly durationMs: number;
  readonly tree: readonly string[];
  readonly runs: ReadonlyMap<string, RunFacts>;
  readonly summaryTable: readonly RunFacts[];
  readonly steps: readonly Step[];
}

/** Runs the sweep twice, undisturbed; the second time, with warm caches, is the measure. */
export async function measureReference(subject: Subject): Promise<Reference> {
  using first = new Workspace();
  const cold = await runUndisturbed(subject, first);
  using second = new Workspace();
  const warm = await runUndisturbed(subject, second);
  assertEquals(warm.tree, cold.tree);
  // Servers side by side take turns as they like.
  const order = subject.parallel === 1 ? (steps: readonly Step[]) => steps : sorted;
  assertEquals(order(warm.steps), order(cold.steps));
  return warm;
}

/** Runs the sweep once in an empty workspace. */
export async function runUndisturbed(subject: Subject, workspace: Workspace): Promise<Reference> {
  const startedAt = performance.now();
  assertCode(await cli(subjectArguments(subject, workspace, { port: freePort() })), 0);
  const durationMs = performance.now() - startedAt;
  const root = experimentPath(workspace);
  return {
    durationMs,
    tree: tree(root),
    runs: new Map(runFiles(root).map((file) => [file, readRun(`${root}/${file}`)])),
    summaryTable: readSummaryTable(root),
    steps: stepsOf(root),
  };
}

function sorted(steps: readonly Step[]): readonly Step[] {
  return steps.toSorted((a, b) => stepText(a) < stepText(b) ? -1 : 1);
}

function stepsOf(root: string): Step[] {
  const counts = new Map<string, number>();
  return events(root).map(({ type }) => {
    const occurrence = (counts.get(type) ?? 0) + 1;
    counts.set(type, occurrence);
    return { event: type, occurrence };
  });
}

/**
 * What to wait for to see each file and directory come: itself, and before it the temporary file that becomes it by renaming.
 * The temporary one lives for the time of an fsync and may be missed; then the file itself is the sign.
 */
export function comingFiles({ tree, runs }: Reference): string[][] {
  const files = tree.map((name) => [name.replace(/\/$/, "")]);
  const renamed = tree.filter((name) => /(^|\/)(run=\d+|summary|sweep)\.(json|csv)$/.test(name));
  const temporary = renamed.map((name) => [
    name.replace(/[^/]+$/, (last) => `.${last}.tmp`),
    name,
  ]);
  const staged = [...runs.keys()].map((file) => [
    file.replace(/run=\d+\.json$/, (name) => `.${name.replace(".json", "")}/${name}`),
    file,
  ]);
  return [...files, ...temporary, ...staged];
}
