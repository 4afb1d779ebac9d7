/** One benchmark run on a server that is ready: started, judged, recorded, cleared up. */
import type { JsonObject } from "../json/value.ts";
import { isOtherProgram, OTHER_PROGRAM_HINT } from "../engine/benchmark/vllm.ts";
import type { Combination, ServerStart } from "../plan/plan.ts";
import {
  type EventBody,
  type Failure,
  ofStart,
  type Outcome,
  type Placement,
  WARMUP_RUN,
} from "../journal/event.ts";
import type { CountersAnswer } from "../guards/judge_run.ts";
import { because, causeLine, shownTail } from "../result/cause_line.ts";
import { type BenchLimit, TIMES_THE_LONGEST } from "../forecast/bench_limit.ts";
import { classifyBenchEnd } from "../result/failure_class.ts";
import { judgeRun } from "../result/judge.ts";
import { requestError } from "../result/request_errors.ts";
import { runObject } from "../result/run_object.ts";
import type { Bench, BenchEnd, Effects, Server } from "./effects.ts";
import type { RunGuards } from "./run_guards.ts";

/** What the runs of a combination on one server share. */
export interface RunContext {
  readonly effects: Effects;
  readonly emit: (event: EventBody) => void;
  /** Stops everything now. */
  readonly signal: AbortSignal;
  readonly start: ServerStart;
  /** The combination with its port. */
  readonly combination: Combination;
  readonly server: Server;
  readonly placement: Placement;
  readonly guards: RunGuards;
  readonly keyOf: (run: number) => string;
  /** How many other servers run now. */
  readonly beside: () => number;
}

/** What became of a run. */
export interface PerformedRun {
  readonly outcome: Outcome;
  /** The object of its result file, if it left one. */
  readonly result: JsonObject | null;
}

/** Does a run, or the unmeasured one. On return its outcome is recorded. */
export async function performRun(context: RunContext, run: number): Promise<PerformedRun> {
  const { effects, emit, signal, start, combination, server, placement, keyOf, guards } = context;
  const before = run === WARMUP_RUN ? null : await guards.before(server, signal);
  const bench = effects.startBench({ start, combination, run, placement });
  const name = { directory: combination.directory, run };
  try {
    emit({
      type: "run-started",
      ...ofStart(start),
      name,
      argv: bench.argv,
      process: bench.process,
      logFile: bench.logFile,
      beside: context.beside(),
    });
  } catch (error) {
    // The disk is full, perhaps: nobody would wait for the benchmark.
    await bench.finished(AbortSignal.abort());
    throw error;
  }
  const end = await finished(bench, server, signal);
  const judgement = judgeRun({
    argv: bench.argv,
    exitCode: end.exit.code,
    resultText: end.resultText,
    resultProblem: end.resultProblem,
  });
  const result = judgement.result === null
    ? null
    : runObject(judgement.result, run, start.params, combination.workload.params);
  let outcome = await outcomeOf(context, bench, end, judgement);
  if (outcome.kind === "valid" && result !== null && before !== null) {
    outcome = await guarded(context, bench, { run, result, before });
  }
  emit({
    type: "run-finished",
    ...ofStart(start),
    name,
    key: keyOf(run),
    outcome,
    exit: end.exit,
    durationMs: end.durationMs,
    result,
    rawResult: result === null ? end.resultText : null,
  });
  bench.dispose(outcome.kind !== "cancelled");
  return { outcome, result };
}

/** Lets the guards judge a run that its benchmark says is valid. */
async function guarded(
  { emit, signal, start, combination, server, guards }: RunContext,
  { argv, logFile }: Bench,
  { run, result, before }: { run: number; result: JsonObject; before: CountersAnswer },
): Promise<Outcome> {
  const name = { directory: combination.directory, run };
  const judged = { start, combination, argv, result };
  const { verdicts, reason } = await guards.judge(judged, before, server, signal);
  emit({ type: "guards", ...ofStart(start), name, verdicts });
  if (reason === null) return { kind: "valid" };
  const text = `The run does not count: ${reason}`;
  return {
    kind: "failed",
    failure: { class: "contaminated", reason: text, command: argv, logTail: [], logFile },
  };
}

/** Waits for the end of a benchmark. Without its server it has nothing to wait for. */
async function finished(bench: Bench, server: Server, signal: AbortSignal): Promise<BenchEnd> {
  const end = new AbortController();
  const death = new AbortController();
  server.untilDeath(end.signal).then(() => death.abort());
  try {
    return await bench.finished(AbortSignal.any([signal, death.signal]));
  } finally {
    end.abort();
  }
}

/** A run that was ended by us says nothing; one that was complete before we could end it counts. */
async function outcomeOf(
  { server, signal }: RunContext,
  bench: Bench,
  end: BenchEnd,
  { result, reason }: ReturnType<typeof judgeRun>,
): Promise<Outcome> {
  if (reason === null) return { kind: "valid" };
  if (signal.aborted) return { kind: "cancelled", reason: stopText(signal) };
  const log = {
    logTail: shownTail(end.logLines, end.timedOut !== null),
    logFile: bench.logFile,
  };
  // A server that died is the cause of whatever the benchmark says about it.
  await server.check(signal);
  let failure: Failure;
  if (server.death !== null) {
    failure = server.death;
  } else if (end.timedOut !== null) {
    failure = {
      class: "hang",
      reason: timeoutText(end.timedOut),
      command: bench.argv,
      ...log,
    };
  } else {
    const lines = end.logLines;
    const told = end.exit.code === 0 ? result : null;
    const isOther = end.exit.code !== 0 && isOtherProgram(lines);
    failure = {
      class: isOther ? "bad-argument" : classifyBenchEnd({ exit: end.exit, lines, result: told }),
      reason: reason + because(requestError(told, lines) ?? causeLine(lines)) +
        (isOther ? `; ${OTHER_PROGRAM_HINT}` : ""),
      command: bench.argv,
      ...log,
    };
  }
  return signal.aborted
    ? { kind: "cancelled", reason: stopText(signal) }
    : { kind: "failed", failure };
}

function timeoutText({ ms, isGiven }: BenchLimit): string {
  return `The benchmark did not end within ${ms / 1000} s (` +
    (isGiven ? "" : `${TIMES_THE_LONGEST} times the longest run like it, at least 10 min; `) +
    "--bench-timeout)";
}

/** Why the sweep was stopped: the reason that its signal was aborted with. */
export function stopText(signal: AbortSignal): string {
  const { reason } = signal;
  return reason instanceof Error && reason.name !== "AbortError"
    ? reason.message
    : "The sweep was stopped";
}
