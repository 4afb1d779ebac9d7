/** `servesweep serve`: from the command line to a results directory. */
import type { ServeCommand } from "../args.ts";
import { EXIT } from "../errors.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import { resultFile } from "../plan/paths.ts";
import { type IsFinished, planSize } from "../plan/remaining.ts";
import { planText } from "../report/plan_text.ts";
import type { Signals } from "../signals.ts";
import type { Io } from "../terminal.ts";
import { locate, type Location } from "./location.ts";
import { readSweep } from "./read_sweep.ts";

/** What a resumed directory holds of a plan. */
export interface Reuse {
  readonly isFinished: IsFinished;
  /** Files with the name of a result that do not count. */
  readonly unusable: readonly { readonly file: string; readonly reason: string }[];
  /** One line for the user about where it came from; null for a new directory. */
  readonly note: string | null;
}

/**
 * Runs a sweep, or prints its plan.
 *
 * @returns The exit code.
 */
export async function serve(command: ServeCommand, io: Io, signals: Signals): Promise<number> {
  const plan = makePlan(readSweep(command));
  const location = locate(command);
  const reuse = location.isResumed ? await lookForRuns(location, plan) : NOTHING;
  if (command.dryRun) return await printPlan(command, plan, location, reuse, io);
  const { runSweep } = await import("./run_sweep.ts");
  return await runSweep({ command, plan, location, reuse, io, signals });
}

const NOTHING: Reuse = { isFinished: () => false, unusable: [], note: null };

/** Loaded only to resume: a dry run of a new sweep reads nothing of the store. */
async function lookForRuns({ path }: Location, plan: Plan): Promise<Reuse> {
  const { findRuns, storedRuns } = await import("../store/finished.ts");
  const { readJournal } = await import("../store/journal.ts");
  const { join } = await import("@std/path/join");
  const { JOURNAL_FILE } = await import("../plan/paths.ts");
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

async function printPlan(
  { json }: ServeCommand,
  plan: Plan,
  { path }: Location,
  { isFinished, unusable, note }: Reuse,
  io: Io,
): Promise<number> {
  const options = { experimentPath: path, isFinished };
  if (note !== null) io.err(`${note}\n`);
  for (const { file, reason } of unusable) io.err(`${file} does not count: ${reason}\n`);
  const pieces = json
    ? (await import("../report/plan_json.ts")).planJson(plan, options)
    : planText(plan, options);
  let buffer = "";
  for (const piece of pieces) {
    buffer += piece;
    if (buffer.length < 1 << 16) continue;
    io.out(buffer);
    buffer = "";
  }
  io.out(json ? buffer : `${buffer}Dry run: nothing was started or written\n`);
  return EXIT.ok;
}
