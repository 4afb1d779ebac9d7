/** Whether a sweep that was killed and resumed came to the same as an undisturbed one. */
import { assertEquals } from "@std/assert";
import { resultFile } from "../../src/plan/paths.ts";
import { events, readRun, readSummaryTable, runFiles, tree } from "./directory.ts";
import type { Reference } from "./reference.ts";

/**
 * @param root Experiment directory.
 * @param there Result files that were there before the last start.
 * @throws {AssertionError} If there is a difference.
 */
export function checkDirectory(
  root: string,
  reference: Reference,
  there: ReadonlySet<string>,
): void {
  // A resume that spreads repetitions over server starts has a log for each, and one in another way keeps the plan before.
  const isEarlierPlan = (name: string) => /^plan\.earlier(-\d+)?\.json$/.test(name);
  const files = tree(root).filter((name) => !/(^|\/)server-\d+\.log$/.test(name));
  assertEquals(files.filter((name) => !isEarlierPlan(name)), reference.tree, "other files");
  for (const name of files.filter(isEarlierPlan)) {
    JSON.parse(Deno.readTextFileSync(`${root}/${name}`));
  }
  for (const [file, facts] of reference.runs) {
    assertEquals(readRun(`${root}/${file}`), facts, `${file} is another run`);
  }
  JSON.parse(Deno.readTextFileSync(`${root}/sweep.json`));
  checkSummaries(root, reference);
  checkJournal(root, reference, there);
}

function checkSummaries(root: string, reference: Reference): void {
  assertEquals(readSummaryTable(root), reference.summaryTable, "summary.csv differs");
  const directories = new Set(runFiles(root).map((file) => file.replace(/[^/]*$/, "")));
  for (const directory of directories) {
    const runs = runFiles(root).filter((file) => file.replace(/[^/]*$/, "") === directory)
      .map((file) => JSON.parse(Deno.readTextFileSync(`${root}/${file}`)));
    const summary = JSON.parse(Deno.readTextFileSync(`${root}/${directory}summary.json`));
    assertEquals(summary, runs, `${directory}summary.json does not hold its runs`);
  }
}

function checkJournal(root: string, reference: Reference, there: ReadonlySet<string>): void {
  const journal = events(root);
  const measured = journal.flatMap((event) =>
    event.type === "run-finished" && event.outcome.kind === "valid"
      ? [resultFile(event.name.directory, event.name.run)]
      : []
  );
  const files = [...reference.runs.keys()];
  for (const file of files) {
    const times = measured.filter((name) => name === file).length;
    // A kill between the renaming of a result and its line leaves a result without one, which is reused.
    const isRight = times === 1 || times === 0 && there.has(file);
    assertEquals(isRight, true, `the journal has ${times} valid runs of ${file}`);
  }
  const last = journal.findLast(({ type }) => type === "sweep-started");
  if (last?.type !== "sweep-started") throw new Error("The journal has no start of a sweep");
  assertEquals(last.reused, there.size, "the last start counted other runs as there");
  const end = journal.at(-1);
  if (end?.type !== "sweep-finished") throw new Error("The journal does not end with the sweep");
  assertEquals(end.exitCode, 0);
}
