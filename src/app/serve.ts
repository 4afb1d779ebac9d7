/** `servesweep serve`: from the command line to a results directory. */
import { nextMoment, parseClockTime } from "../cli/time_of_day.ts";
import type { ServeCommand } from "../commands/serve.ts";
import type { LimitSettings } from "../commands/serve/budget.ts";
import type { OutputSettings } from "../commands/serve/output.ts";
import type { Plan } from "../plan/plan.ts";
import { remaining } from "../plan/remaining.ts";
import { worksElsewhere } from "../engine/program.ts";
import { EXIT, ServesweepError } from "../lib/errors.ts";
import { locate, type LocationOptions } from "../sweep/location.ts";
import { writingTo } from "../sweep/disk.ts";
import { packingOf, requireGpusReach } from "../sweep/packing.ts";
import { planned } from "../sweep/planned.ts";
import { masked, maskerOf } from "../sweep/masked.ts";
import { findStoredRuns, NOTHING } from "../sweep/reuse.ts";
import type { Signals } from "../terminal/signals.ts";
import type { World } from "./world.ts";

/**
 * Runs a sweep, or prints its plan.
 *
 * @returns The exit code.
 */
export async function serve(command: ServeCommand, world: World): Promise<number> {
  const { argv, io, signals } = world;
  const { plan, notes } = await planned(command);
  await checkTable(command.output, plan);
  const masker = maskerOf(plan, argv);
  const safe = masked(io, masker);
  for (const note of notes) safe.err(`${note}\n`);
  const location = locate(outputOf(command.location, plan));
  const reuse = location.isResumed
    ? await findStoredRuns(location, plan, command.resumeChanged)
    : NOTHING;
  // What is done already needs no GPUs any more.
  const todo = remaining(plan, reuse.isFinished, reuse.resultOf);
  const packing = await unlessStopped(packingOf(command.packing, todo, signals.stop), signals);
  requireGpusReach(packing, plan);
  const untilAtMs = untilOf(command.limits);
  // A dry run shows which runs it is about first.
  if (reuse.refusal !== null && !command.dryRun) throw reuse.refusal;
  const prepared = { command, plan, packing, location, reuse };
  if (command.dryRun) {
    const { printPlan } = await import("../sweep/dry_run.ts");
    return await printPlan(prepared, { io: safe, out: io.out, masker });
  }
  const { runSweep } = await import("../sweep/run_sweep.ts");
  return await writingTo(
    location.path,
    () => runSweep({ ...prepared, argv, untilAtMs, masker, io: safe, signals }),
  );
}

/**
 * Where results go, as a path that benchmarks can use: an absolute one if one of them may work in another directory than we do
 * (`env -C`, a container, a script).
 */
function outputOf(location: LocationOptions, { starts }: Plan): LocationOptions {
  const { outputDir } = location;
  const workloads = new Set(
    starts.flatMap(({ combinations }) => combinations.map(({ workload }) => workload.argv)),
  );
  if (outputDir.startsWith("/") || ![...workloads].some(worksElsewhere)) return location;
  return { ...location, outputDir: `${Deno.cwd()}/${outputDir}` };
}

/** What is asked of the machine. @throws {ServesweepError} If somebody stopped us meanwhile: a tool may hang in its driver. */
async function unlessStopped<T>(answer: Promise<T>, signals: Signals): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!signals.stop.aborted) throw error;
    const { message } = signals.stop.reason;
    throw new ServesweepError(
      `${message} before anything was started`,
      signals.exitCode ?? EXIT.failed,
    );
  }
}

/**
 * The moment of --until in ms since 1970. Once, at the beginning: a sweep that waits for a lock until after 06:00 must not
 * take the 06:00 of the next day.
 *
 * @throws {UsageError} If it is none to come.
 */
function untilOf({ until }: LimitSettings): number | null {
  return until === null ? null : nextMoment(parseClockTime(until), new Date()).getTime();
}

/** @throws {UsageError} If the table after the sweep is to have a column that it cannot have. */
async function checkTable({ table }: OutputSettings, { starts }: Plan): Promise<void> {
  // Loaded only then: a dry run starts at once.
  if (table.sort === null && table.columns === null) return;
  const { checkChoice } = await import("../report/select.ts");
  const sets = starts.flatMap(({ params, combinations }) => [
    params,
    ...combinations.map(({ workload }) => workload.params),
  ]);
  const params = new Set(sets.flatMap((set) => [...set.keys()]));
  // Result keys of other load generators are not known before they have run.
  checkChoice(table, { params, metrics: new Set() });
}
