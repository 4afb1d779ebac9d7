/** `servesweep serve`: from the command line to a results directory. */
import { nextMoment, parseClockTime } from "../cli/time_of_day.ts";
import type { ServeCommand } from "../commands/serve.ts";
import { EXIT } from "../errors.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import { remaining } from "../plan/remaining.ts";
import { planText } from "../report/plan_text.ts";
import type { Signals } from "../signals.ts";
import type { Io } from "../terminal.ts";
import { locate, type Location } from "./location.ts";
import { writingTo } from "./disk.ts";
import { arranged, type Packing, packingOf } from "./packing.ts";
import { readSweep } from "./read_sweep.ts";
import { masked, maskerOf } from "./masked.ts";
import { lookForRuns, NOTHING, type Reuse } from "./reuse.ts";
import { installedVersions } from "./versions.ts";

/**
 * Runs a sweep, or prints its plan.
 *
 * @returns The exit code.
 */
export async function serve(command: ServeCommand, io: Io, signals: Signals): Promise<number> {
  const plan = arranged(makePlan(readSweep(command), installedVersions()), command);
  await checkTable(command, plan);
  const masker = maskerOf(plan);
  const safe = masked(io, masker);
  const location = locate(command);
  const packing = await packingOf(command, plan);
  const reuse = location.isResumed
    ? await lookForRuns(location, plan, command.resumeChanged)
    : NOTHING;
  requireTime(command);
  // A dry run shows which runs it is about first.
  if (reuse.refusal !== null && !command.dryRun) throw reuse.refusal;
  if (command.dryRun) {
    return await printPlan(command, plan, packing, location, reuse, safe);
  }
  const { runSweep } = await import("./run_sweep.ts");
  return await writingTo(
    location.path,
    () => runSweep({ command, plan, packing, location, reuse, masker, io: safe, signals }),
  );
}

/** @throws {UsageError} If the table after the sweep is to have a column that it cannot have. */
async function checkTable({ table }: ServeCommand, { starts }: Plan): Promise<void> {
  // Loaded only then: a dry run starts at once.
  if (table.sort === null && table.columns === null) return;
  const { checkChoice } = await import("../report/select.ts");
  const sets = starts.flatMap(({ params, combinations }) => [
    params,
    ...combinations.map(({ params }) => params),
  ]);
  const params = new Set(sets.flatMap((set) => [...set.keys()]));
  // Result keys of other load generators are not known before they have run.
  checkChoice(table, { params, metrics: new Set() });
}

/** @throws {UsageError} If the time of --until is none to come. */
function requireTime({ until }: ServeCommand): void {
  if (until !== null) nextMoment(parseClockTime(until), new Date());
}

async function printPlan(
  command: ServeCommand,
  plan: Plan,
  packing: Packing,
  { path }: Location,
  { isFinished, whyOf, refusal, unusable, notes, durations }: Reuse,
  io: Io,
): Promise<number> {
  const { json } = command;
  const { schedule } = await import("./queue.ts");
  const { withHistory } = await import("./durations.ts");
  const book = withHistory(durations);
  const { estimate } = schedule(remaining(plan, isFinished), { command, packing, book });
  const options = { experimentPath: path, isFinished, whyOf, estimate };
  for (const note of notes) io.err(`${note}\n`);
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
  if (refusal !== null) throw refusal;
  return EXIT.ok;
}
