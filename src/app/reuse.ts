/** What is there already when a sweep is resumed. */
import type { Plan } from "../plan/plan.ts";
import { JOURNAL_FILE, resultFile } from "../plan/paths.ts";
import { type IsFinished, planSize } from "../plan/remaining.ts";
import type { Location } from "./location.ts";

/** What a resumed directory holds of a plan. */
export interface Reuse {
  readonly isFinished: IsFinished;
  /** Files with the name of a result that do not count. */
  readonly unusable: readonly { readonly file: string; readonly reason: string }[];
  /** One line for the user about where it came from; null for a new directory. */
  readonly note: string | null;
}

/** Nothing is there: a new directory. */
export const NOTHING: Reuse = { isFinished: () => false, unusable: [], note: null };

/** Looks into a directory for the runs of a plan. Loaded only to resume: a dry run of a new sweep reads nothing of the store. */
export async function lookForRuns({ path }: Location, plan: Plan): Promise<Reuse> {
  const { findRuns, storedRuns } = await import("../store/finished.ts");
  const { readJournal } = await import("../store/journal.ts");
  const { join } = await import("@std/path/join");
  const journal = readJournal(join(path, JOURNAL_FILE));
  const found = findRuns(path, plan, storedRuns(journal?.events ?? []));
  const usable = [...found.values()].filter(({ kind }) => kind !== "unusable").length;
  const { runs } = planSize(plan);
  return {
    isFinished: (_start, { directory }, run) => {
      const kind = found.get(resultFile(directory, run))?.kind;
      return kind === "stored" || kind === "file";
    },
    unusable: [...found].flatMap(([file, run]) =>
      run.kind === "unusable" ? [{ file, reason: run.reason }] : []
    ),
    note: journal === null
      ? `"${path}" has no journal (another program wrote it): ${usable} of ${runs} runs are there by their file names`
      : `${usable} of ${runs} runs are there already` +
        (journal.tornLines > 0 ? `; ${journal.tornLines} torn journal lines were passed over` : ""),
  };
}
