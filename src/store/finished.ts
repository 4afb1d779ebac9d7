/** Which runs of a plan an experiment directory has already. */
import { join } from "@std/path/join";
import type { JsonObject } from "../json/value.ts";
import { pyEquals, pyJson } from "../json/python.ts";
import { readRegular, textOf, UnfitFile } from "../lib/files.ts";
import type { Combination, Plan, ServerStart } from "../plan/plan.ts";
import { isStagingName, resultFile, resultName } from "../plan/paths.ts";
import type { Identity } from "../plan/identity.ts";
import type { Event } from "../journal/event.ts";
import { judgeRun } from "../result/judge.ts";
import { runObject } from "../result/run_object.ts";
import { isTemporaryName } from "./atomic.ts";
import { freeJsonName, namesIn, readBytesIfThere } from "./files.ts";
import { sha256 } from "./hash.ts";
import { MAX_RESULT_BYTES } from "./limits.ts";

/** Of a result whose file is not the one that was stored. */
export const CHANGED_RESULT =
  "it was changed after it was measured: its SHA-256 is not that in the journal";

/** What the journal knows of a run that was valid when it finished. */
export interface StoredRun {
  readonly key: string;
  /** SHA-256 of its result file when it was written; null in journals of older versions. */
  readonly sha256: string | null;
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
    runs.set(resultFile(directory, run), {
      key: event.key,
      sha256: textField(event, "sha256"),
      identity: identities.get(directory) ?? null,
    });
  }
  return runs;
}

/** What the summaries of combinations are known by that have all runs of a journal, by directory. */
export function storedSummaries(events: readonly Event[]): Map<string, string> {
  const summaries = new Map<string, string>();
  for (const event of events) {
    if (event.type === "combination-finished") {
      const hash = textField(event, "summarySha256");
      if (hash !== null) summaries.set(event.directory, hash);
    } else if (event.type === "run-finished" && event.outcome.kind === "valid") {
      summaries.delete(event.name.directory);
    }
  }
  return summaries;
}

/** A field that only the journal has. */
function textField(event: Event, name: string): string | null {
  const value = (event as unknown as Record<string, unknown>)[name];
  return typeof value === "string" ? value : null;
}

/** What is there for a run of the plan. */
export type FoundRun =
  /** A result file, and the journal says how it was made. */
  | { readonly kind: "stored"; readonly stored: StoredRun; readonly sha256: string }
  /** A valid result file that no journal speaks of: another program wrote it, or the journal is lost. */
  | { readonly kind: "file"; readonly sha256: string }
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
  for (const start of plan.starts) {
    for (const combination of start.combinations) {
      const names = namesIn(join(root, combination.directory));
      for (const run of combination.runs) {
        if (!names.has(resultName(run))) continue;
        const file = resultFile(combination.directory, run);
        // Not join: it would take half of the time, of which a night with 100,000 runs has some.
        found.set(file, look(`${root}/${file}`, { start, combination, run }, stored.get(file)));
      }
    }
  }
  return found;
}

/** A run of a plan. */
interface PlannedRun {
  readonly start: ServerStart;
  readonly combination: Combination;
  readonly run: number;
}

function look(path: string, planned: PlannedRun, stored: StoredRun | undefined): FoundRun {
  const { combination: { workload } } = planned;
  let bytes: Uint8Array | null;
  try {
    bytes = readRegular(path, { maxBytes: MAX_RESULT_BYTES, followLink: false });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isNoFile = error instanceof UnfitFile && !error.isTooLarge;
    return { kind: "unusable", reason: isNoFile ? "It is no regular file" : error.message };
  }
  if (bytes === null) return { kind: "unusable", reason: "it is gone" };
  const hash = sha256(bytes);
  if (stored !== undefined && hash === stored.sha256) {
    return { kind: "stored", stored, sha256: hash };
  }
  const resultText = textOf(bytes);
  const { result, reason } = judgeRun({ argv: workload.argv, exitCode: 0, resultText });
  if (reason !== null) return { kind: "unusable", reason };
  if (stored !== undefined && stored.sha256 !== null) {
    return { kind: "unusable", reason: CHANGED_RESULT };
  }
  const difference = otherRun(result!, planned);
  if (difference !== null) return { kind: "unusable", reason: difference };
  return stored === undefined
    ? { kind: "file", sha256: hash }
    : { kind: "stored", stored, sha256: hash };
}

/** Why a result is none of a run although it has its name; null if nothing in it says so. */
function otherRun(result: JsonObject, { start, combination, run }: PlannedRun): string | null {
  const { workload: { params } } = combination;
  for (const [key, planned] of runObject(new Map(), run, start.params, params)) {
    const value = result.get(key);
    if (value === undefined || pyEquals(value, planned)) continue;
    return `its "${key}" is ${pyJson(value)}, that of the run is ${pyJson(planned)}`;
  }
  return null;
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
  const bytes = readBytesIfThere(`${root}/${file}`, MAX_RESULT_BYTES);
  if (bytes === null) return null;
  const hash = stored.get(file)!.sha256;
  if (hash !== null && sha256(bytes) !== hash) return null;
  const { argv } = workload;
  const { result, reason } = judgeRun({ argv, exitCode: 0, resultText: textOf(bytes) });
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
