/** A real sweep: the plan executed, each event stored, shown and counted. */
import { join } from "@std/path/join";
import type { ServeCommand } from "../args.ts";
import { EXIT, UsageError } from "../errors.ts";
import { type Ending, execute } from "../exec/executor.ts";
import { follow } from "../exec/follow.ts";
import { bypassProxy } from "../exec/proxy.ts";
import { RealEffects } from "../exec/real_effects.ts";
import { which } from "../exec/which.ts";
import { eachPlannedRun } from "../plan/next_run.ts";
import type { Plan } from "../plan/plan.ts";
import { LOCK_FILE } from "../plan/paths.ts";
import { planSize, remaining } from "../plan/remaining.ts";
import { type EventBody, JOURNAL_VERSION } from "../record.ts";
import { eventJson } from "../report/event_json.ts";
import { failureText, Progress } from "../report/progress.ts";
import { resultTable } from "../report/table.ts";
import { counted } from "../report/words.ts";
import type { Signals } from "../signals.ts";
import { quoteWords } from "../spec/shell_words.ts";
import { removeLeftovers, setAside } from "../store/finished.ts";
import { Experiment } from "../store/experiment.ts";
import { Lock } from "../store/lock.ts";
import type { Io } from "../terminal.ts";
import { VERSION } from "../version.ts";
import type { Location } from "./location.ts";
import type { Reuse } from "./reuse.ts";
import { describeSession } from "./session.ts";

/** Everything a sweep needs. */
export interface RunSweepOptions {
  readonly command: ServeCommand;
  readonly plan: Plan;
  readonly location: Location;
  readonly reuse: Reuse;
  readonly io: Io;
  readonly signals: Signals;
}

/** @returns The exit code. */
export async function runSweep(options: RunSweepOptions): Promise<number> {
  const { command, plan, location, reuse, io, signals } = options;
  const say = (text: string) => {
    if (!command.quiet) io.err(timestamped(text));
  };
  requirePrograms(plan);
  bypassProxy(plan.starts.flatMap(({ healthUrls }) => healthUrls));
  const todo = remaining(plan, reuse.isFinished);
  for (const note of reuse.notes) say(note);

  const session = crypto.randomUUID();
  using _lock = new Lock(join(location.path, LOCK_FILE), {
    pid: Deno.pid,
    host: Deno.hostname(),
    since: new Date().toISOString(),
    command: quoteWords(["servesweep", ...Deno.args]),
  });
  using experiment = new Experiment(location.path, plan, reuse.isFinished);
  removeLeftovers(location.path, plan);
  for (const { file, reason } of reuse.unusable) {
    say(`${file} does not count (${reason}): kept as ${setAside(location.path, file)}`);
  }
  const progress = new Progress();
  const emit = (body: EventBody) => {
    const event = experiment.record(body);
    if (command.json) io.out(eventJson(event) + "\n");
    const text = progress.text(event);
    if (text !== null) say(text);
  };

  const description = describeSession({ session, plan, experiment });
  // Its failure is thrown where it is awaited, not in the middle of a run.
  description.catch(() => {});
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
  const followers: Promise<void>[] = [];
  const ending = await execute(todo, {
    effects: new RealEffects({
      experimentPath: location.path,
      session,
      readyTimeoutMs: command.serverReadyTimeoutMs,
      benchTimeoutMs: command.benchTimeoutMs,
      stopTimeoutMs: command.stopTimeoutMs,
      killNow: signals.kill,
      onLog: (path, from, ended) => {
        if (!command.showStdout) return;
        const write = command.json ? (bytes: Uint8Array) => io.err(decode(bytes)) : io.outBytes;
        followers.push(follow(path, from, ended, write));
      },
    }),
    emit,
    nextRun: eachPlannedRun,
    continueOnError: command.continueOnError,
    signal: signals.stop,
    drain: signals.drain,
  });
  await Promise.all(followers);
  await description;
  const exitCode = exitCodeOf(ending, signals);
  emit({
    type: "sweep-finished",
    exitCode,
    reason: ending.failure?.reason ?? null,
    valid: ending.valid,
    failed: ending.failed,
    durationMs: performance.now() - startedAt,
  });
  tell(options, ending, experiment);
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

function exitCodeOf(ending: Ending, signals: Signals): number {
  if (ending.kind === "interrupted") return signals.exitCode ?? EXIT.failed;
  if (ending.kind === "failed") return EXIT.failed;
  return ending.failed > 0 || ending.failedCombinations > 0 ? EXIT.partial : EXIT.ok;
}

/** The last words: table, what failed, where everything is, how to go on. */
function tell(options: RunSweepOptions, ending: Ending, experiment: Experiment): void {
  const { command, location, io } = options;
  const results = experiment.results.all();
  if (!command.json && results.length > 0) io.out(resultTable(results));
  const resume = `To go on: servesweep ${quoteWords(resumeArguments(location.name))}\n`;
  if (ending.kind === "failed") {
    io.err(
      `servesweep: the sweep failed\n${failureText(ending.failure!)}\n${resume}`,
    );
  } else if (ending.kind === "interrupted") {
    io.err(`servesweep: the sweep was stopped\n${resume}`);
  } else if (ending.failedCombinations > 0) {
    io.err(`servesweep: ${counted(ending.failedCombinations, "combination")} failed\n${resume}`);
  }
  io.err(`Results: ${location.path}\n`);
}

/** The command line of this sweep, made to resume. */
function resumeArguments(name: string): string[] {
  const args: string[] = [];
  for (let i = 0; i < Deno.args.length; i++) {
    const word = Deno.args[i]!;
    if (/^--resume(=.*)?$/.test(word)) {
      if (word === "--resume" && Deno.args[i + 1] === name) i++;
    } else {
      args.push(word);
    }
  }
  return [...args, "--resume", name];
}
