/** What is there already when a sweep is resumed. */
import type { ResumeChanged } from "../args.ts";
import { UsageError } from "../errors.ts";
import type { Plan } from "../plan/plan.ts";
import { JOURNAL_FILE, resultFile } from "../plan/paths.ts";
import { type IsFinished, planSize } from "../plan/remaining.ts";
import type { Location } from "./location.ts";

/** What a resumed directory holds of a plan. */
export interface Reuse {
  readonly isFinished: IsFinished;
  /** Files with the name of a result that do not count. */
  readonly unusable: readonly UnusableFile[];
  /** Lines for the user about where it came from. */
  readonly notes: readonly string[];
}

/** A file that does not count, and why. */
export interface UnusableFile {
  readonly file: string;
  readonly reason: string;
}

/** Nothing is there: a new directory. */
export const NOTHING: Reuse = { isFinished: () => false, unusable: [], notes: [] };

/**
 * Looks into a directory for the runs of a plan. A run counts if it was measured by the very command that the plan has for it.
 *
 * @param ifChanged What becomes of runs that another command measured.
 * @throws {UsageError} If there are such runs and the user did not say.
 */
export async function lookForRuns(
  { path }: Location,
  plan: Plan,
  ifChanged: ResumeChanged | null,
): Promise<Reuse> {
  // Loaded only to resume: a dry run of a new sweep reads nothing of the store.
  const { findRuns, storedRuns } = await import("../store/finished.ts");
  const { readJournal } = await import("../store/journal.ts");
  const journal = readJournal(`${path}/${JOURNAL_FILE}`);
  const found = findRuns(path, plan, storedRuns(journal?.events ?? []));
  const changed = await changedRuns(plan, found);
  if (changed.files.length > 0 && ifChanged === null) throw refusal(path, changed);
  const isRerun = new Set(ifChanged === "rerun" ? changed.files : []);
  const unusable: UnusableFile[] = [];
  const usable = new Set<string>();
  for (const [file, run] of found) {
    if (run.kind === "unusable") unusable.push({ file, reason: run.reason });
    else if (isRerun.has(file)) unusable.push({ file, reason: "another command measured it" });
    else usable.add(file);
  }
  return {
    isFinished: (_start, { directory }, run) => usable.has(resultFile(directory, run)),
    unusable,
    notes: notes(path, journal, usable.size, planSize(plan).runs, changed, ifChanged),
  };
}

/** Runs of the directory whose command is not that of the plan. */
interface ChangedRuns {
  readonly files: readonly string[];
  /** What changed, without repetitions. */
  readonly differences: readonly string[];
}

async function changedRuns(
  plan: Plan,
  found: ReadonlyMap<string, import("../store/finished.ts").FoundRun>,
): Promise<ChangedRuns> {
  const { identityOf, runKeys } = await import("../plan/identity.ts");
  const { identityDiff } = await import("../plan/identity_diff.ts");
  const files: string[] = [];
  const differences = new Set<string>();
  for (const start of plan.starts) {
    for (const combination of start.combinations) {
      const identity = identityOf(start, combination);
      const keyOf = runKeys(identity);
      for (const run of combination.runs) {
        const file = resultFile(combination.directory, run);
        const there = found.get(file);
        if (there?.kind !== "stored" || there.stored.key === keyOf(run)) continue;
        files.push(file);
        const old = there.stored.identity;
        const lines = old === null ? [] : identityDiff(old, identity);
        for (const line of lines.length > 0 ? lines : ["the command (which part is not known)"]) {
          differences.add(line);
        }
      }
    }
  }
  return { files, differences: [...differences] };
}

/** How many differences a message shows. */
const SHOWN = 10;

function refusal(path: string, { files, differences }: ChangedRuns): UsageError {
  const more = differences.length > SHOWN ? [`and ${differences.length - SHOWN} more`] : [];
  const lines = [...differences.slice(0, SHOWN), ...more].map((line) => `\n  ${line}`).join("");
  return new UsageError(
    `Cannot resume "${path}": another command measured ${files.length} of its runs:${lines}\n` +
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
  if (changed.files.length > 0 && ifChanged === "keep") {
    lines.push(
      `${changed.files.length} of them were measured by another command and are kept (--resume-changed keep)`,
      ...changed.differences.slice(0, SHOWN).map((line) => `  ${line}`),
    );
  }
  return lines;
}
