/** Which runs of a plan an experiment directory has already. */
import { join } from "@std/path/join";
import type { JsonObject } from "../json/value.ts";
import type { Combination, Plan } from "../plan/plan.ts";
import { isStagingName, resultFile, resultName } from "../plan/paths.ts";
import type { Identity } from "../plan/identity.ts";
import type { Event } from "../journal/event.ts";
import { judgeRun } from "../result/judge.ts";
import { isTemporaryName } from "./atomic.ts";
import { fileSize, freeJsonName, namesIn, readIfThere } from "./files.ts";

/** What the journal knows of a run that was valid when it finished. */
export interface StoredRun {
  readonly key: string;
  /** Size of its result file when it was written, in bytes. */
  readonly bytes: number;
  readonly identity: Identity | null;
}

/** Valid runs of a journal, by `directory/run`; the last time counts. */
export function storedRuns(events: readonly Event[]): Map<string, StoredRun> {
  const identities = new Map<string, Identity>();
  const runs = new Map<string, StoredRun>();
  for (const event of events) {
    if (event.type === "combination-started") identities.set(event.directory, event.identity);
    if (event.type !== "run-finished" || event.outcome.kind !== "valid") continue;
    const { directory, run } = event.name;
    const bytes = "bytes" in event && typeof event.bytes === "number" ? event.bytes : -1;
    runs.set(resultFile(directory, run), {
      key: event.key,
      bytes,
      identity: identities.get(directory) ?? null,
    });
  }
  return runs;
}

/** What is there for a run of the plan. */
export type FoundRun =
  /** A result file, and the journal says how it was made. */
  | { readonly kind: "stored"; readonly stored: StoredRun }
  /** A valid result file that no journal speaks of: another program wrote it, or the journal is lost. */
  | { readonly kind: "file" }
  /** A file with the name of a result that is torn or does not count. */
  | { readonly kind: "unusable"; readonly reason: string };

/**
 * Looks for the result files of a plan.
 *
 * @returns What there is, by {@linkcode resultFile}; runs that are missing are not in it.
 */
export function findRuns(
  root: string,
  plan: Plan,
  stored: ReadonlyMap<string, StoredRun>,
): Map<string, FoundRun> {
  const found = new Map<string, FoundRun>();
  for (const { combinations } of plan.starts) {
    for (const combination of combinations) {
      const names = namesIn(join(root, combination.directory));
      for (const run of combination.runs) {
        if (!names.has(resultName(run))) continue;
        const file = resultFile(combination.directory, run);
        // Not join: it would take half of the time, of which a night with 100,000 runs has some.
        found.set(file, look(`${root}/${file}`, combination, stored.get(file)));
      }
    }
  }
  return found;
}

function look(path: string, { workload }: Combination, stored: StoredRun | undefined): FoundRun {
  const bytes = fileSize(path);
  if (bytes === null) return { kind: "unusable", reason: "It is no regular file" };
  // Written atomically and then recorded: of the same size it is the same file.
  if (stored !== undefined && bytes === stored.bytes) return { kind: "stored", stored };
  const { reason } = judgeRun({ argv: workload.argv, exitCode: 0, resultText: readIfThere(path) });
  if (reason !== null) return { kind: "unusable", reason };
  return stored === undefined ? { kind: "file" } : { kind: "stored", stored };
}

/**
 * The object of a result file that was measured under a key; null if there is none that counts.
 *
 * @param stored Valid runs of the journal, from {@linkcode storedRuns}.
 */
export function storedResult(
  root: string,
  { directory, workload }: Combination,
  run: number,
  stored: ReadonlyMap<string, StoredRun>,
  key: string,
): JsonObject | null {
  const file = resultFile(directory, run);
  if (stored.get(file)?.key !== key) return null;
  const path = `${root}/${file}`;
  if (fileSize(path) === null) return null;
  const { argv } = workload;
  const { result, reason } = judgeRun({ argv, exitCode: 0, resultText: readIfThere(path) });
  return reason === null ? result : null;
}

/**
 * Renames a file that has the name of a result but does not count, so that the run can be done again and nothing is lost.
 *
 * @param file The file as {@linkcode resultFile} names it.
 * @returns Its new name, in the same form.
 */
export function setAside(root: string, file: string): string {
  const slash = file.lastIndexOf("/") + 1;
  const directory = file.slice(0, slash);
  const stem = file.slice(slash).replace(/\.json$/, "");
  const name = freeJsonName(join(root, directory), `${stem}.unusable`);
  Deno.renameSync(join(root, file), join(root, directory, name));
  return directory + name;
}

/** Takes away what a crash left between two steps: temporary files and directories of unfinished runs. */
export function removeLeftovers(root: string, plan: Plan): void {
  const directories = new Set([""]);
  for (const { combinations } of plan.starts) {
    for (const { directory } of combinations) directories.add(directory);
  }
  for (const directory of directories) {
    for (const name of namesIn(join(root, directory))) {
      if (isTemporaryName(name) || isStagingName(name)) {
        Deno.removeSync(join(root, directory, name), { recursive: true });
      }
    }
  }
}
