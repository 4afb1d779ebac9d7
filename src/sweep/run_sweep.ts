/** A real sweep: the plan executed, each event stored, shown and counted. */
import type { LimitSettings } from "../commands/serve/budget.ts";
import { EXIT, ServesweepError } from "../lib/errors.ts";
import type { Ending } from "../exec/executor.ts";
import { shortage } from "../exec/free_space.ts";
import { bypassProxy } from "../exec/proxy.ts";
import { Supervisor } from "../exec/process/supervisor.ts";
import { endSurvivors } from "../exec/process/survivors.ts";
import { untilText } from "../forecast/budget.ts";
import { repetitionsOf } from "../plan/interference.ts";
import type { ServerStart } from "../plan/plan.ts";
import { planSize, remaining } from "../plan/remaining.ts";
import { type Event, type EventBody, JOURNAL_VERSION } from "../journal/event.ts";
import { eventJson } from "../report/event_json.ts";
import { Forecast } from "../forecast/forecast.ts";
import { SweepView } from "../report/live/sweep_view.ts";
import type { Masker } from "../secrets/mod.ts";
import type { Signals } from "../terminal/signals.ts";
import { removeLeftovers, setAside } from "../store/finished.ts";
import { Experiment } from "../store/experiment.ts";
import { writePlan } from "../store/plan_file.ts";
import type { Io } from "../terminal/terminal.ts";
import { VERSION } from "../lib/version.ts";
import { carryOut } from "./carry_out.ts";
import type { PreparedSweep } from "./dry_run.ts";
import { DurationLog, withHistory } from "./durations.ts";
import { checkInterference } from "./interference.ts";
import { farewell } from "./farewell.ts";
import { takeLocks } from "./locks.ts";
import { requirePrograms } from "./programs.ts";
import { ProgressOutput } from "../terminal/progress_output.ts";
import { progressMode } from "../terminal/progress_mode.ts";
import { queueOf } from "./queue.ts";
import { schedule } from "./schedule.ts";
import { describeSession, type PackedStart } from "./session.ts";
import { StopCause } from "./stop_cause.ts";
import { TimeBudget } from "./time_budget.ts";

/** Everything a sweep needs. */
export interface RunSweepOptions extends PreparedSweep {
  /** Arguments of this process. */
  readonly argv: readonly string[];
  /** The moment of --until, in ms since 1970; null for none. */
  readonly untilAtMs: number | null;
  readonly masker: Masker;
  readonly io: Io;
  readonly signals: Signals;
}

/** @returns The exit code. */
export async function runSweep(options: RunSweepOptions): Promise<number> {
  const { command, argv, untilAtMs, plan, packing, location, reuse, masker, io, signals } = options;
  const { output, limits: asked } = command;
  const view = new SweepView(location.path);
  using progress = new ProgressOutput(io, progressMode(output), view);
  const say = (text: string) => progress.say(text);
  requirePrograms(plan);
  const short = await shortage(location.path, command.disk.minFreeBytes);
  if (short !== null) throw new ServesweepError(short, EXIT.disk);
  const [{ healthUrls: [healthUrl] }] = plan.starts as [ServerStart];
  bypassProxy(plan.starts.flatMap(({ host }) => host), healthUrl ?? null);
  const todo = remaining(plan, reuse.isFinished);
  for (const note of reuse.notes) say(note);

  using stop = new StopCause(signals);
  limitTime(stop, asked, untilAtMs);
  const { path } = location;
  const mask = (text: string) => masker.text(text);
  using locks = await takeLocks({ settings: command.locks, argv, path, stop, say, mask });
  if (locks === null) return EXIT.ok;
  using supervisor = new Supervisor();
  const { session } = supervisor;
  // Before anything is written: a surviving benchmark may still fill the disk.
  const survivors = await endSurvivors(command.timeouts.stopTimeoutMs);
  removeLeftovers(path, plan);
  using experiment = new Experiment(path, plan, reuse.isFinished, masker);
  for (const { file, reason } of reuse.unusable) {
    say(`${file} does not count (${reason}): kept as ${setAside(path, file)}`);
  }
  writePlan(path, plan, masker);
  const durations = new DurationLog(withHistory(reuse.durations));
  using budget = new TimeBudget({ ...asked, untilAtMs }, durations.history, stop);
  const history = durations.history;
  const scheduled = await schedule(todo, { ...command, packing, history });
  const { starts, estimate, expectedMs, together } = scheduled;
  view.expect(new Forecast(todo, history, together), budget.limits);
  progress.begin();
  const packed: PackedStart[] = [];
  // In this order: what is told of an event is told with what was learned from it.
  const listeners: { record(event: Event): void }[] = [
    durations,
    budget,
    { record: (event) => event.type === "server-starting" && packed.push(event) },
    ...(output.json ? [{ record: (event: Event) => io.out(eventJson(event) + "\n") }] : []),
    progress,
  ];
  const emit = (body: EventBody) => {
    const event = experiment.record(body);
    for (const listener of listeners) listener.record(event);
  };

  const startedAt = performance.now();
  const size = planSize(todo);
  emit({
    type: "sweep-started",
    journal: JOURNAL_VERSION,
    version: VERSION,
    session,
    pid: Deno.pid,
    ...size,
    reused: planSize(plan).runs - size.runs,
  });
  if (survivors !== null) emit({ type: "survivors-ended", ...survivors });
  const { limits } = budget;
  const description = describeSession({
    session,
    argv,
    plan,
    experiment,
    packing,
    estimate,
    limits,
  });
  // Its failure is thrown where it is awaited, not in the middle of a run.
  description.catch(() => {});
  const world = { settings: command, packing, supervisor, stop, signals, io, experimentPath: path };
  const numRuns = repetitionsOf(plan);
  const cutShort = command.packing.checkInterference
    ? await checkInterference(todo, { ...world, masker, numRuns, say, budget })
    : null;
  const ending = cutShort ??
    await carryOut(queueOf(starts, packing, expectedMs), { ...world, emit, admission: budget });
  if (ending.kind === "broken") {
    progress.end();
    farewell({ output, argv, location, io, ending, stopText: "" });
    throw ending.error;
  }
  (await description)(packed);
  const exitCode = exitCodeOf(ending, stop);
  const stopText = ending.kind === "interrupted" ? stop.text : ending.leftOutReason ?? "";
  emit({
    type: "sweep-finished",
    exitCode,
    reason: ending.failure?.reason ?? (stopText || null),
    valid: ending.valid,
    failed: ending.failed,
    durationMs: performance.now() - startedAt,
    ledger: ending.ledger,
  });
  progress.end();
  farewell({ output, argv, location, io, ending, stopText });
  return exitCode;
}

/** What ends the wait for a lock too. */
function limitTime(
  stop: StopCause,
  { sweepTimeoutMs }: LimitSettings,
  untilAtMs: number | null,
): void {
  if (untilAtMs !== null) {
    const now = Date.now();
    stop.at(untilAtMs - now, () => untilText(untilAtMs, now));
  }
  if (sweepTimeoutMs === null) return;
  stop.at(
    sweepTimeoutMs,
    () => `The sweep took longer than ${sweepTimeoutMs / 1000} s (--sweep-timeout)`,
  );
}

function exitCodeOf(ending: Ending, stop: StopCause): number {
  if (ending.kind === "interrupted") return stop.exitCode;
  if (ending.kind === "failed") return EXIT.failed;
  if (ending.leftOut > 0) return EXIT.budget;
  return ending.failedCombinations.length > 0 ? EXIT.partial : EXIT.ok;
}
