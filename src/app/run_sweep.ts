/** A real sweep: the plan executed, each event stored, shown and counted. */
import type { ServeCommand } from "../commands/serve.ts";
import { EXIT, ServesweepError, UsageError } from "../errors.ts";
import { type Ending, execute } from "../exec/executor.ts";
import { follow } from "../exec/follow.ts";
import { shortage } from "../exec/free_space.ts";
import { bypassProxy } from "../exec/proxy.ts";
import { RealEffects } from "../exec/real_effects.ts";
import { endSurvivors, newSession } from "../exec/survivors.ts";
import { which } from "../exec/which.ts";
import { eachPlannedRun } from "../plan/next_run.ts";
import type { Plan } from "../plan/plan.ts";
import { planSize, remaining } from "../plan/remaining.ts";
import { type EventBody, JOURNAL_VERSION } from "../record.ts";
import { eventJson } from "../report/event_json.ts";
import { Progress } from "../report/progress.ts";
import type { Masker } from "../secrets.ts";
import type { Signals } from "../signals.ts";
import { removeLeftovers, setAside } from "../store/finished.ts";
import { Experiment } from "../store/experiment.ts";
import type { Io } from "../terminal.ts";
import { VERSION } from "../version.ts";
import { farewell } from "./farewell.ts";
import type { Location } from "./location.ts";
import { takeLocks } from "./locks.ts";
import type { Reuse } from "./reuse.ts";
import { describeSession } from "./session.ts";
import { StopCause } from "./stop_cause.ts";

/** Everything a sweep needs. */
export interface RunSweepOptions {
  readonly command: ServeCommand;
  readonly plan: Plan;
  readonly location: Location;
  readonly reuse: Reuse;
  readonly masker: Masker;
  readonly io: Io;
  readonly signals: Signals;
}

/** @returns The exit code. */
export async function runSweep(options: RunSweepOptions): Promise<number> {
  const { command, plan, location, reuse, masker, io, signals } = options;
  const say = (text: string) => {
    if (!command.quiet) io.err(timestamped(text));
  };
  requirePrograms(plan);
  const short = await shortage(location.path, command.minFreeBytes);
  if (short !== null) throw new ServesweepError(short, EXIT.disk);
  bypassProxy(plan.starts.flatMap(({ host }) => host), command.healthUrl);
  const todo = remaining(plan, reuse.isFinished);
  for (const note of reuse.notes) say(note);

  using stop = new StopCause(signals, command.sweepTimeoutMs);
  const { signal } = stop;
  const { path } = location;
  const mask = (text: string) => masker.text(text);
  using locks = await takeLocks({ command, path, stop, say, mask });
  if (locks === null) return EXIT.ok;
  const session = newSession();
  using experiment = new Experiment(path, plan, reuse.isFinished, masker);
  removeLeftovers(path, plan);
  for (const { file, reason } of reuse.unusable) {
    say(`${file} does not count (${reason}): kept as ${setAside(path, file)}`);
  }
  const progress = new Progress();
  const emit = (body: EventBody) => {
    const event = experiment.record(body);
    if (command.json) io.out(eventJson(event) + "\n");
    const text = progress.text(event);
    if (text !== null) say(text);
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
  const survivors = await endSurvivors(command.stopTimeoutMs);
  if (survivors !== null) emit({ type: "survivors-ended", ...survivors });
  const description = describeSession({ session, plan, experiment });
  // Its failure is thrown where it is awaited, not in the middle of a run.
  description.catch(() => {});
  const followers: Promise<void>[] = [];
  const ending = await execute(todo, {
    ...command,
    effects: new RealEffects({
      ...command,
      experimentPath: path,
      session,
      readyTimeoutMs: command.serverReadyTimeoutMs,
      killNow: signals.kill,
      onLog: (log, from, ended) => {
        if (!command.showStdout) return;
        const write = command.json ? (bytes: Uint8Array) => io.err(decode(bytes)) : io.outBytes;
        followers.push(follow(log, from, ended, write));
      },
    }),
    emit,
    nextRun: eachPlannedRun,
    signal,
    drain: signals.drain,
  });
  await Promise.all(followers);
  if (ending.kind === "broken") {
    farewell({ command, location, io, ending, stopText: "" });
    throw ending.error;
  }
  await description;
  const exitCode = exitCodeOf(ending, stop);
  emit({
    type: "sweep-finished",
    exitCode,
    reason: ending.kind === "interrupted" ? stop.text : ending.failure?.reason ?? null,
    valid: ending.valid,
    failed: ending.failed,
    durationMs: performance.now() - startedAt,
  });
  farewell({ command, location, io, ending, stopText: stop.text });
  return exitCode;
}

const decoder = new TextDecoder();

function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes, { stream: true });
}

/** On a line of its own, with the wall clock before it: nobody watches, and the log is read in the morning. */
function timestamped(text: string): string {
  return `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z ${text}\n`;
}

/** @throws {UsageError} If a program of the plan is not there: a sweep must not find out at three in the morning. */
function requirePrograms(plan: Plan): void {
  const programs = new Map<string, string>();
  // The first option that names a program is the one to mend.
  const require = (program: string, option: string) => {
    if (!programs.has(program)) programs.set(program, option);
  };
  for (const start of plan.starts) {
    require(start.argv[0]!, "--serve-cmd");
    for (const { benchArgv } of start.combinations) require(benchArgv[0]!, "--bench-cmd");
    if (start.afterRun.kind === "command") require(start.afterRun.argv[0]!, "--after-bench-cmd");
  }
  for (const [program, option] of programs) {
    if (which(program, Deno.env.get("PATH") ?? "") === null) {
      const place = program.includes("/") ? "is not there or cannot be executed" : "is not on PATH";
      throw new UsageError(`Cannot run the ${option}: "${program}" ${place}`);
    }
  }
}

function exitCodeOf(ending: Ending, stop: StopCause): number {
  if (ending.kind === "interrupted") return stop.exitCode;
  if (ending.kind === "failed") return EXIT.failed;
  return ending.failedCombinations.length > 0 ? EXIT.partial : EXIT.ok;
}
