/**
 * One session of a sweep: it owns the locks, the experiment directory, the processes and the limits, from before the first write
 * until all of it is given back.
 */
import type { ServeCommand } from "../commands/serve.ts";
import { shortage } from "../exec/free_space.ts";
import type { Ending } from "../exec/executor.ts";
import { bypassProxy } from "../exec/proxy.ts";
import { makeFilesPrivate } from "../exec/process/private_files.ts";
import { Supervisor } from "../exec/process/supervisor.ts";
import { endSurvivors, type SurvivorReport } from "../exec/process/survivors.ts";
import { Forecast } from "../forecast/forecast.ts";
import { type Event, type EventBody, JOURNAL_VERSION } from "../journal/event.ts";
import { EXIT, ServesweepError } from "../lib/errors.ts";
import { VERSION } from "../lib/version.ts";
import { repetitionsOf } from "../plan/interference.ts";
import type { Plan } from "../plan/plan.ts";
import { policyOf } from "../plan/policy.ts";
import { planSize } from "../plan/remaining.ts";
import type { Limits } from "../report/live/limits.ts";
import type { Masker } from "../secrets/mod.ts";
import { changedText } from "../report/changed_text.ts";
import { Experiment } from "../store/experiment.ts";
import type { ChangedFile } from "../store/results.ts";
import { removeLeftovers, setAside } from "../store/finished.ts";
import { checkPlaces } from "../store/places.ts";
import { writePlan } from "../store/plan_file.ts";
import type { Signals } from "../terminal/signals.ts";
import type { Io } from "../terminal/terminal.ts";
import { DurationLog, withHistory } from "./durations.ts";
import type { PreparedSweep } from "./dry_run.ts";
import { executePlan } from "./execution.ts";
import { checkInterference } from "./interference.ts";
import { takeLocks } from "./locks.ts";
import { UnchangedFiles } from "./named_files.ts";
import { requirePrograms } from "./programs.ts";
import { queueOf } from "./queue.ts";
import { schedule } from "./schedule.ts";
import { describeSession, type PackedStart, type StartConfig } from "./session_facts.ts";
import { limitTime, StopCause } from "./stop_cause.ts";
import { TimeBudget } from "./time_budget.ts";

/** The settings of a session; others read others. */
export type SessionSettings = Pick<
  ServeCommand,
  | "disk"
  | "failures"
  | "guards"
  | "limits"
  | "locks"
  | "order"
  | "output"
  | "packing"
  | "servers"
  | "timeouts"
>;

/** What a session needs. */
export interface SessionOptions {
  readonly settings: SessionSettings;
  readonly sweep: Omit<PreparedSweep, "command">;
  /** Arguments of this process. */
  readonly argv: readonly string[];
  /** The moment of --until, in ms since 1970; null for none. */
  readonly untilAtMs: number | null;
  readonly masker: Masker;
  readonly io: Io;
  readonly signals: Signals;
  /** Tells the user something that is no event. */
  readonly say: (text: string) => void;
  /** Is told what is going to be done, once that is known. */
  readonly expect: (forecast: Forecast, limits: Limits) => void;
  /** Is told of each event, after it is on disk and after what learns from it. */
  readonly show: (event: Event) => void;
}

/** How a session ended. */
export interface SessionEnd {
  readonly ending: Ending;
  readonly exitCode: number;
  /** Why it was stopped, or left runs out; empty if neither. */
  readonly stopText: string;
  /** Results that counted and were taken away or changed while the sweep ran. */
  readonly changed: readonly ChangedFile[];
}

/**
 * Opens a session: nothing is started yet, and everything is in place.
 *
 * @returns Null if another sweep holds a lock and this one is to be skipped.
 * @throws {ServesweepError} If a program is missing, the disk is too full, or a lock is held.
 */
export async function openSession(options: SessionOptions): Promise<Session | null> {
  const { settings, sweep, argv, untilAtMs, masker, signals, say } = options;
  const { plan, reuse, location: { path } } = sweep;
  requirePrograms(plan, settings.servers.stopCommand);
  const short = await shortage(path, settings.disk.minFreeBytes);
  if (short !== null) throw new ServesweepError(short, EXIT.disk);
  bypassProxy(plan.starts.flatMap(({ host }) => host), plan.starts[0]?.healthUrls[0] ?? null);
  for (const note of [...reuse.notes, ...sweep.packing.notes]) say(note);
  // Given back where anything below fails; a session that is open does it itself.
  using opening = new DisposableStack();
  const stop = opening.use(new StopCause(signals));
  limitTime(stop, settings.limits, untilAtMs);
  const mask = (text: string) => masker.text(text);
  const locks = await takeLocks({ settings: settings.locks, argv, path, stop, say, mask });
  if (locks === null) return null;
  opening.use(locks);
  if (masker.hasSecrets) hide(path);
  const supervisor = opening.use(new Supervisor());
  // Before anything is written: a surviving benchmark may still fill the disk.
  const survivors = await endSurvivors(settings.timeouts.stopTimeoutMs);
  checkPlaces(path, plan);
  removeLeftovers(path, plan);
  const experiment = opening.use(
    new Experiment(path, plan, reuse.isFinished, masker, { hashes: reuse.hashes }),
  );
  for (const { file, reason } of reuse.unusable) {
    say(`${file} does not count (${reason}): kept as ${setAside(path, file)}`);
  }
  writePlan(path, plan, masker);
  await experiment.results.repairCombinationSummaries(reuse.summaries);
  const durations = new DurationLog(withHistory(reuse.durations));
  const limits = { ...settings.limits, untilAtMs };
  const budget = opening.use(new TimeBudget(limits, durations.history, stop));
  watchDirectory(opening, experiment, stop);
  const held = opening.move();
  return new Session(options, { stop, supervisor, survivors, experiment, durations, budget, held });
}

/** What an open session holds. */
interface Held {
  readonly stop: StopCause;
  readonly supervisor: Supervisor;
  /** What a dead sweep had left. */
  readonly survivors: SurvivorReport | null;
  readonly experiment: Experiment;
  readonly durations: DurationLog;
  readonly budget: TimeBudget;
  /** Gives all of it back. */
  readonly held: DisposableStack;
}

/** An open session. Disposing it gives back everything, the locks last. */
export class Session implements Disposable {
  readonly #options: SessionOptions;
  readonly #held: Held;

  /** By {@linkcode openSession}. */
  constructor(options: SessionOptions, held: Held) {
    this.#options = options;
    this.#held = held;
  }

  /**
   * Does what is left to do, each event stored before it is told.
   *
   * @throws What neither a server nor a benchmark did, as the ending's error: {@linkcode SessionEnd.ending} is "broken" then.
   */
  async run(todo: Plan): Promise<SessionEnd> {
    const { settings, sweep, masker, say, expect } = this.#options;
    const { plan, packing, location, reuse } = sweep;
    const { stop, supervisor, survivors, experiment, durations, budget } = this.#held;
    const { history } = durations;
    const { starts, estimate, expectedMs, together } = await schedule(todo, {
      ...{ order: settings.order, limits: settings.limits, packing, history },
    });
    expect(new Forecast(todo, history, together), budget.limits);
    const packed: PackedStart[] = [];
    const configs: StartConfig[] = [];
    const emit = (body: EventBody) => {
      if (body.type === "server-starting") packed.push(body);
      if (body.type === "server-config") configs.push(body);
      this.#emit(body);
    };
    const startedAt = performance.now();
    emit(sweepStarted(supervisor.session, plan, todo));
    if (survivors !== null) emit({ type: "survivors-ended", ...survivors });
    const description = this.#describe(estimate);
    // Its failure is thrown where it is awaited, not in the middle of a run.
    description.catch(() => {});
    const { io, signals } = this.#options;
    const requireDirectory = () => experiment.check();
    const world = { settings, packing, requireDirectory, supervisor, stop, signals, io, history };
    const experimentPath = location.path;
    const files = new UnchangedFiles(budget);
    const cutShort = settings.packing.checkInterference
      ? await checkInterference(todo, {
        ...world,
        ...{ experimentPath, masker, numRuns: repetitionsOf(plan), say, budget },
      })
      : null;
    const ending = cutShort ?? await executePlan(queueOf(starts, packing, expectedMs), {
      ...{ ...world, experimentPath, emit, admission: files },
      policy: policyOf(plan.policy),
      resultOf: reuse.resultOf,
      past: reuse.failures,
    });
    if (ending.kind === "broken") return broken(ending, ending.error);
    if (stop.failure !== null) return broken(ending, stop.failure);
    (await description)(packed, configs);
    const changed = await experiment.results.changed();
    await experiment.results.readAll();
    const isOther = files.refusal !== null && ending.kind === "complete";
    const exitCode = (isOther ? EXIT.failed : exitCodeOf(ending, stop)) ||
      (changed.length > 0 ? EXIT.failed : EXIT.ok);
    const stopText = ending.kind === "interrupted" ? stop.text : ending.leftOutReason ?? "";
    const { valid, failed, ledger, failure } = ending;
    const reason = failure?.reason ?? (stopText || changedText(changed) || null);
    const durationMs = performance.now() - startedAt;
    emit({ type: "sweep-finished", exitCode, reason, valid, failed, durationMs, ledger });
    return { ending, exitCode, stopText, changed };
  }

  [Symbol.dispose](): void {
    this.#held.held[Symbol.dispose]();
  }

  /** In this order: what is told of an event is told with what was learned from it. */
  #emit(body: EventBody): void {
    const { experiment, durations, budget } = this.#held;
    const event = experiment.record(body);
    durations.record(event);
    budget.record(event);
    this.#options.show(event);
  }

  #describe(estimate: Parameters<typeof describeSession>[0]["estimate"]) {
    const { argv, sweep: { plan, packing } } = this.#options;
    const { supervisor: { session }, experiment, budget: { limits }, stop } = this.#held;
    return describeSession({
      ...{ session, argv, plan, experiment, packing, estimate, limits, signal: stop.signal },
    });
  }
}

function broken(ending: Ending, error: unknown): SessionEnd {
  return {
    ending: { ...ending, kind: "broken", error },
    exitCode: EXIT.failed,
    stopText: "",
    changed: [],
  };
}

/** Time between two looks at the directory: nobody measures for long what cannot be stored. */
const DIRECTORY_CHECK_MS = 1_000;

/** Stops the sweep as soon as its directory or journal is not what it was. */
function watchDirectory(opening: DisposableStack, experiment: Experiment, stop: StopCause): void {
  const timer = setInterval(() => {
    try {
      experiment.check();
    } catch (error) {
      if (error instanceof ServesweepError) stop.failed(error);
    }
  }, DIRECTORY_CHECK_MS);
  opening.defer(() => clearInterval(timer));
}

/** Logs of servers may say what the plan hides: nobody else is to read them. */
function hide(path: string): void {
  makeFilesPrivate();
  try {
    Deno.chmodSync(path, 0o700);
  } catch {
    // Of another user, or on a file system without modes: new files are private all the same where they can be.
  }
}

function sweepStarted(session: string, plan: Plan, todo: Plan): EventBody {
  const size = planSize(todo);
  return {
    type: "sweep-started",
    journal: JOURNAL_VERSION,
    version: VERSION,
    session,
    pid: Deno.pid,
    ...size,
    reused: planSize(plan).runs - size.runs,
  };
}

function exitCodeOf(ending: Ending, stop: StopCause): number {
  if (ending.kind === "interrupted") return stop.exitCode;
  if (ending.kind === "failed") return EXIT.failed;
  if (ending.leftOut > 0) return EXIT.budget;
  return ending.failedCombinations.length > 0 ? EXIT.partial : EXIT.ok;
}
