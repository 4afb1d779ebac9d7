/** What is there already when a sweep is resumed. */
import type { ResumeChanged } from "../commands/serve/results.ts";
import { UsageError } from "../lib/errors.ts";
import { NO_PAST, type PastFailures, pastFailures } from "../journal/past_failures.ts";
import type { DurationHistory } from "../forecast/durations.ts";
import type { Plan } from "../plan/plan.ts";
import { JOURNAL_FILE, resultFile } from "../plan/paths.ts";
import type { ResultOf } from "../plan/policy.ts";
import { type IsFinished, planSize } from "../plan/remaining.ts";
import type { Location } from "./location.ts";

/** What a resumed directory holds of a plan. */
export interface Reuse {
  readonly isFinished: IsFinished;
  /** SHA-256 of the result files that count, by name. */
  readonly hashes: ReadonlyMap<string, string>;
  /** SHA-256 of the summaries that have all their runs, as they were written, by directory. */
  readonly summaries: ReadonlyMap<string, string>;
  /** The stored results, also of combinations that the plan does not name: a policy made them. */
  readonly resultOf: ResultOf;
  /** Why a run is there already or is to be done, by its result file; null where nothing was looked for. */
  readonly whyOf: (file: string) => string | null;
  /** Why the sweep cannot be resumed: some runs were measured by another command, and the user did not say what to do. */
  readonly refusal: UsageError | null;
  /** Files with the name of a result that do not count. */
  readonly unusable: readonly UnusableFile[];
  /** Lines for the user about where it came from. */
  readonly notes: readonly string[];
  /** How long things took that the journal tells of; null for nothing. */
  readonly durations: DurationHistory | null;
  /** What failed in earlier sessions and is to be done again. */
  readonly failures: PastFailures;
}

/** A file that does not count, and why. */
export interface UnusableFile {
  readonly file: string;
  readonly reason: string;
}

/** So many of the newest events are learned from: those of 30,000 runs, in half a second. */
const TELLING_EVENTS = 100_000;

/** Nothing is there: a new directory. */
export const NOTHING: Reuse = {
  isFinished: () => false,
  hashes: new Map(),
  summaries: new Map(),
  resultOf: () => null,
  whyOf: () => null,
  refusal: null,
  unusable: [],
  notes: [],
  durations: null,
  failures: NO_PAST,
};

/**
 * Looks into a directory for the runs of a plan. A run counts if it was measured by the very command that the plan has for it.
 *
 * @param ifChanged What becomes of runs that another command measured.
 */
export async function findStoredRuns(
  { path }: Location,
  plan: Plan,
  ifChanged: ResumeChanged | null,
): Promise<Reuse> {
  // Loaded only to resume: a dry run of a new sweep reads nothing of the store.
  const { findRuns, storedResult, storedRuns, storedSummaries } = await import(
    "../store/finished.ts"
  );
  const { identityOf, runKeys, withFilesOf } = await import("../plan/identity.ts");
  const { readJournal } = await import("../store/journal.ts");
  const { DurationHistory } = await import("../forecast/durations.ts");
  const journal = readJournal(`${path}/${JOURNAL_FILE}`);
  const durations = new DurationHistory();
  for (const event of journal?.events.slice(-TELLING_EVENTS) ?? []) durations.learn(event);
  const stored = storedRuns(journal?.events ?? []);
  const found = findRuns(path, plan, stored);
  const changed = await changedRuns(path, plan, found);
  const unusable: UnusableFile[] = [];
  const usable = new Map<string, string>();
  const summaries = storedSummaries(journal?.events ?? []);
  const reasons = new Map<string, string>();
  for (const [file, run] of found) {
    const differences = changed.files.get(file);
    const isUsable = run.kind !== "unusable" && (differences === undefined || ifChanged === "keep");
    const reason = run.kind === "unusable"
      ? run.reason
      : differences !== undefined
      ? `another command measured it: ${differences.join("; ")}`
      : run.kind === "stored"
      ? "the same command measured it"
      : "a valid result, and no journal says which command measured it";
    reasons.set(file, reason);
    if (isUsable) usable.set(file, run.sha256);
    else {
      unusable.push({ file, reason });
      summaries.delete(file.slice(0, Math.max(0, file.lastIndexOf("/"))));
    }
  }
  return {
    resultOf: (start, combination, run) => {
      const identity = identityOf(start, combination);
      const there = stored.get(resultFile(combination.directory, run))?.identity ?? null;
      const key = runKeys(there === null ? identity : withFilesOf(identity, there))(run);
      return storedResult(path, combination, run, stored, key);
    },
    hashes: usable,
    summaries,
    isFinished: (_start, { directory }, run) => usable.has(resultFile(directory, run)),
    whyOf: (file) => reasons.get(file) ?? "no result yet",
    refusal: changed.files.size > 0 && ifChanged === null ? refusal(path, changed) : null,
    unusable,
    notes: notes(path, journal, usable.size, planSize(plan).runs, changed, ifChanged),
    durations,
    failures: pastFailures(
      journal?.events ?? [],
      usable.size > 0,
      plannedKeys(plan, runKeys, identityOf),
    ),
  };
}

/** Whether the plan has a run under a key. */
function plannedKeys(
  { starts }: Plan,
  runKeys: typeof import("../plan/identity.ts").runKeys,
  identityOf: typeof import("../plan/identity.ts").identityOf,
): (directory: string, run: number, key: string) => boolean {
  const keys = new Map<string, (run: number) => string>();
  for (const start of starts) {
    for (const combination of start.combinations) {
      const { directory } = combination;
      if (!keys.has(directory)) {
        let keyOf: ((run: number) => string) | undefined;
        // Few of them are asked for.
        keys.set(directory, (run) => (keyOf ??= runKeys(identityOf(start, combination)))(run));
      }
    }
  }
  return (directory, run, key) => keys.get(directory)?.(run) === key;
}

/** Runs of the directory whose command is not that of the plan. */
interface ChangedRuns {
  /** What changed, by result file. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** What changed, without repetitions. */
  readonly differences: readonly string[];
}

async function changedRuns(
  path: string,
  plan: Plan,
  found: ReadonlyMap<string, import("../store/finished.ts").FoundRun>,
): Promise<ChangedRuns> {
  const { identityOf, runKeys, withFilesOf } = await import("../plan/identity.ts");
  const { identityDiff } = await import("../plan/identity_diff.ts");
  const files = new Map<string, readonly string[]>();
  const { PlannedIdentities } = await import("../store/plan_file.ts");
  const planned = new PlannedIdentities(path);
  for (const start of plan.starts) {
    for (const combination of start.combinations) {
      const identity = identityOf(start, combination);
      const keyOf = runKeys(identity);
      for (const run of combination.runs) {
        const file = resultFile(combination.directory, run);
        const there = found.get(file);
        if (there?.kind !== "stored" || there.stored.key === keyOf(run)) continue;
        const { key, identity: told } = there.stored;
        const old = told ?? planned.of(combination.directory, run, key);
        // Of files that were not looked at then nothing is known.
        if (runKeys(withFilesOf(identity, old))(run) === key) continue;
        const lines = old === null ? [] : identityDiff(old, identity);
        files.set(file, lines.length > 0 ? lines : ["the command (which part is not known)"]);
      }
    }
  }
  return { files, differences: [...new Set([...files.values()].flat())] };
}

/** How many differences a message shows. */
const SHOWN = 10;

function refusal(path: string, { files, differences }: ChangedRuns): UsageError {
  const more = differences.length > SHOWN ? [`and ${differences.length - SHOWN} more`] : [];
  const lines = [...differences.slice(0, SHOWN), ...more].map((line) => `\n  ${line}`).join("");
  return new UsageError(
    `Cannot resume "${path}": another command measured ${files.size} of its runs:${lines}\n` +
      "Numbers of two commands are not mixed: pass the first command, " +
      "or --resume-changed rerun (the old files are set aside), or --resume-changed keep",
  );
}

function notes(
  path: string,
  journal: { readonly tornLines: number } | null,
  usable: number,
  runs: number,
  changed: ChangedRuns,
  ifChanged: ResumeChanged | null,
): string[] {
  const lines = [
    journal === null
      ? `"${path}" has no journal (another program wrote it): ${usable} of ${runs} runs are there by their file names`
      : `${usable} of ${runs} runs are there already`,
  ];
  if (journal !== null && journal.tornLines > 0) {
    lines.push(`${journal.tornLines} torn journal lines were passed over`);
  }
  if (changed.files.size > 0 && ifChanged === "keep") {
    lines.push(
      `${changed.files.size} of them were measured by another command and are kept (--resume-changed keep)`,
      ...changed.differences.slice(0, SHOWN).map((line) => `  ${line}`),
    );
  }
  return lines;
}
