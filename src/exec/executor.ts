/** Carries a plan out: server starts one after another, each with its combinations and runs. All effects are handed in. */
import type { Combination, Plan, ServerStart } from "../plan/plan.ts";
import { identityOf, runKeys } from "../plan/identity.ts";
import type { NextRun, PastRun } from "../plan/next_run.ts";
import { judgeRun } from "../result/judge.ts";
import { runObject } from "../result/run_object.ts";
import { type EventBody, type Failure, type Outcome, WARMUP_RUN } from "../record.ts";
import type { Effects, Server } from "./effects.ts";
import { exitText, RunFailure } from "./failure.ts";

/** How a sweep is carried out. */
export interface ExecuteOptions {
  readonly effects: Effects;
  /** Records an event: on return it is on disk. */
  readonly emit: (event: EventBody) => void;
  readonly nextRun: NextRun;
  /** A failed run or server start is recorded and the sweep goes on. */
  readonly continueOnError: boolean;
  /** Stops everything now. */
  readonly signal: AbortSignal;
  /** Lets the current run finish, then stops. */
  readonly drain: AbortSignal;
}

/** How it ended. */
export interface Ending {
  readonly kind: "complete" | "failed" | "interrupted";
  /** Why it did not get to the end. */
  readonly failure: Failure | null;
  readonly valid: number;
  readonly failed: number;
  /** Combinations with a failed run, or whose server failed. */
  readonly failedCombinations: number;
}

/** A failure after which the sweep does not go on. */
class Stop extends Error {
  constructor(readonly failure: Failure | null) {
    super("stop");
  }
}

/**
 * Runs a plan to its end, or to the first failure, or until it is stopped. In every case each server that was started is stopped
 * when this returns.
 */
export async function execute(plan: Plan, options: ExecuteOptions): Promise<Ending> {
  const execution = new Execution(options);
  try {
    for (const start of plan.starts) await execution.serverStart(start);
    return execution.ending("complete", null);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return execution.ending(error.failure === null ? "interrupted" : "failed", error.failure);
  }
}

/** What the runs of a combination share. */
interface RunContext {
  readonly start: ServerStart;
  readonly combination: Combination;
  readonly server: Server;
  readonly keyOf: (run: number) => string;
}

class Execution {
  readonly #options: ExecuteOptions;
  #valid = 0;
  #failed = 0;
  #failedCombinations = 0;

  constructor(options: ExecuteOptions) {
    this.#options = options;
  }

  ending(kind: Ending["kind"], failure: Failure | null): Ending {
    return {
      kind,
      failure,
      valid: this.#valid,
      failed: this.#failed,
      failedCombinations: this.#failedCombinations,
    };
  }

  async serverStart(start: ServerStart): Promise<void> {
    const { effects, emit, signal } = this.#options;
    this.#stopIfAsked();
    const startedAt = effects.now();
    let server: Server;
    try {
      server = effects.startServer(start);
    } catch (error) {
      this.#serverFailed(start, asFailure(error).failure, startedAt);
      return;
    }
    try {
      emit({
        type: "server-starting",
        server: start.name,
        argv: start.argv,
        env: start.env,
        process: server.process,
        logFile: server.logFile,
      });
      try {
        const startupMs = await server.ready(signal);
        emit({ type: "server-ready", server: start.name, startupMs });
      } catch (error) {
        this.#rethrowIfStopped(error);
        this.#serverFailed(start, asFailure(error).failure, startedAt);
        return;
      }
      await this.#combinations(start, server);
    } finally {
      const { exit, durationMs, killed, left } = await server.stop();
      emit({ type: "server-stopped", server: start.name, exit, durationMs, killed, left });
    }
  }

  #serverFailed(start: ServerStart, failure: Failure, startedAt: number): void {
    const { effects, emit } = this.#options;
    const afterMs = effects.now() - startedAt;
    emit({ type: "server-failed", server: start.name, failure, afterMs });
    this.#failedCombinations += start.combinations.length;
    this.#fail(failure);
  }

  async #combinations(start: ServerStart, server: Server): Promise<void> {
    for (const [index, combination] of start.combinations.entries()) {
      const alive = await this.#combination(start, combination, server);
      if (alive) continue;
      // Nobody answers any more: the rest of this start cannot be measured.
      this.#failedCombinations += start.combinations.length - index - 1;
      return;
    }
  }

  /** @returns False if the server died. */
  async #combination(
    start: ServerStart,
    combination: Combination,
    server: Server,
  ): Promise<boolean> {
    const { emit, nextRun } = this.#options;
    const history: PastRun[] = [];
    const identity = identityOf(start, combination);
    const { directory } = combination;
    emit({ type: "combination-started", server: start.name, directory, identity });
    const context = { start, combination, server, keyOf: runKeys(identity) };
    let alive = true;
    let failed = 0;
    try {
      if (combination.warmupArgv !== null) {
        const outcome = await this.#run(context, WARMUP_RUN);
        if (outcome.kind === "failed") failed++;
      }
      for (;;) {
        const run = nextRun(combination, history);
        if (run === null || !alive) break;
        this.#stopIfAsked();
        const outcome = await this.#run(context, run);
        history.push({ run, outcome: outcome.kind });
        if (outcome.kind === "valid") this.#valid++;
        else failed++;
        alive = server.exit === null;
      }
    } finally {
      if (failed > 0) this.#failedCombinations++;
      emit({
        type: "combination-finished",
        server: start.name,
        directory,
        valid: history.filter(({ outcome }) => outcome === "valid").length,
        failed,
      });
    }
    return alive;
  }

  async #run(context: RunContext, run: number): Promise<Outcome> {
    const { effects, emit, signal } = this.#options;
    const { start, combination, server, keyOf } = context;
    const bench = effects.startBench({ combination, run });
    const name = { directory: combination.directory, run };
    emit({
      type: "run-started",
      server: start.name,
      name,
      argv: bench.argv,
      process: bench.process,
      logFile: bench.logFile,
    });
    const death = new AbortController();
    server.exited.then(() => death.abort());
    const end = await bench.finished(AbortSignal.any([signal, death.signal]));
    const judgement = judgeRun({
      argv: bench.argv,
      exitCode: end.exit.code,
      resultText: end.resultText,
    });
    const result = judgement.result === null
      ? null
      : runObject(judgement.result, run, start.params, combination.params);
    let reason = judgement.reason;
    if (end.timedOutMs !== null) {
      reason = `The benchmark did not end within ${end.timedOutMs / 1000} s (--bench-timeout)`;
    } else if (server.exit !== null && reason !== null) {
      reason = `The server ended with ${exitText(server.exit)} during the benchmark`;
    }
    const failure: Failure | null = reason === null
      ? null
      : { reason, logTail: end.logTail, logFile: bench.logFile };
    // A run that was ended by us says nothing; one that was complete before we could end it counts.
    const outcome: Outcome = failure === null
      ? { kind: "valid" }
      : signal.aborted
      ? { kind: "cancelled", reason: "The sweep was stopped" }
      : { kind: "failed", failure };
    emit({
      type: "run-finished",
      server: start.name,
      name,
      key: keyOf(run),
      outcome,
      exit: end.exit,
      durationMs: end.durationMs,
      result,
      rawResult: result === null ? end.resultText : null,
    });
    bench.dispose(outcome.kind !== "cancelled");
    if (outcome.kind === "cancelled") throw new Stop(null);
    if (outcome.kind === "failed") {
      this.#failed++;
      this.#fail(outcome.failure);
    }
    await this.#afterRun(context, run, outcome);
    return outcome;
  }

  async #afterRun(context: RunContext, run: number, outcome: Outcome): Promise<void> {
    const { effects, emit, signal } = this.#options;
    const { start, combination, server } = context;
    if (start.afterRun.kind === "nothing" || server.exit !== null) return;
    const startedAt = effects.now();
    try {
      await server.afterRun(combination, run, signal);
    } catch (error) {
      this.#rethrowIfStopped(error);
      // After a failed run the server may be in any state: one failure is enough.
      if (outcome.kind === "failed") return;
      throw new Stop(asFailure(error).failure);
    }
    emit({
      type: "after-run-finished",
      server: start.name,
      name: { directory: combination.directory, run },
      durationMs: effects.now() - startedAt,
    });
  }

  #fail(failure: Failure): void {
    if (!this.#options.continueOnError) throw new Stop(failure);
  }

  #stopIfAsked(): void {
    const { signal, drain } = this.#options;
    if (signal.aborted || drain.aborted) throw new Stop(null);
  }

  #rethrowIfStopped(error: unknown): void {
    if (this.#options.signal.aborted) throw new Stop(null);
    if (!(error instanceof RunFailure)) throw error;
  }
}

function asFailure(error: unknown): RunFailure {
  if (error instanceof RunFailure) return error;
  throw error;
}
