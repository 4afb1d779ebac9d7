/** Carries a plan out: server starts one after another, each with its combinations and runs. All effects are handed in. */
import type { NextRun } from "../plan/next_run.ts";
import type { Plan, ServerStart } from "../plan/plan.ts";
import { type EventBody, type Failure, type RunName, WARMUP_RUN } from "../record.ts";
import { failureSignature, isTransient } from "../result/failure_class.ts";
import { CombinationJob } from "./combination_job.ts";
import type { Effects, Server } from "./effects.ts";
import { RunFailure } from "./failure.ts";
import { performRun, type RunContext } from "./perform_run.ts";
import { type FailedCombination, type GiveUpRules, Tally } from "./tally.ts";

/** How a sweep is carried out. */
export interface ExecuteOptions extends GiveUpRules {
  readonly effects: Effects;
  /** Records an event: on return it is on disk. */
  readonly emit: (event: EventBody) => void;
  readonly nextRun: NextRun;
  /** A failed run or server start is recorded and the sweep goes on. */
  readonly continueOnError: boolean;
  /** How often a run or server start is tried again after a failure that may pass. */
  readonly retries: number;
  /** Stops everything now. Its reason says why. */
  readonly signal: AbortSignal;
  /** Lets the current run finish, then stops. */
  readonly drain: AbortSignal;
}

/** How it ended. */
export interface Ending {
  readonly kind: "complete" | "failed" | "interrupted" | "broken";
  /** Why it did not get to the end. */
  readonly failure: Failure | null;
  /** What was thrown by something that is no server or benchmark, the file system for example: then it is "broken". */
  readonly error: unknown;
  readonly valid: number;
  readonly failed: number;
  readonly failedCombinations: readonly FailedCombination[];
}

/** Thrown to end the sweep; with a failure if that is why. */
class Stop extends Error {
  constructor(readonly failure: Failure | null) {
    super("stop");
  }
}

/**
 * Runs a plan to its end, or to the first failure, or until it is stopped. In every case each server that was started is stopped
 * when this returns. Never throws.
 */
export async function execute(plan: Plan, options: ExecuteOptions): Promise<Ending> {
  const tally = new Tally(options);
  const execution = new Execution(options, tally);
  let kind: Ending["kind"] = "complete";
  let failure: Failure | null = null;
  let error: unknown = null;
  try {
    for (const start of plan.starts) await execution.serverStart(start);
  } catch (thrown) {
    if (thrown instanceof Stop) {
      failure = thrown.failure;
      kind = failure === null ? "interrupted" : "failed";
    } else {
      error = thrown;
      kind = "broken";
    }
  }
  const { valid, failed, failedCombinations } = tally;
  return { kind, failure, error, valid, failed, failedCombinations };
}

class Execution {
  readonly #options: ExecuteOptions;
  readonly #tally: Tally;
  /** Runs that were started. */
  #performed = 0;

  constructor(options: ExecuteOptions, tally: Tally) {
    this.#options = options;
    this.#tally = tally;
  }

  /** Serves all combinations of a start, with as many servers as that takes. */
  async serverStart(start: ServerStart): Promise<void> {
    const { nextRun, retries } = this.#options;
    const jobs = start.combinations.map((combination) =>
      new CombinationJob(start, combination, nextRun, retries)
    );
    let retry = 0;
    while (jobs.some(({ next }) => next !== null)) {
      this.#stopIfAsked();
      const failure = await this.#serverLife(start, jobs);
      if (failure === null) continue;
      if (isTransient(failure.class) && retry < retries) {
        retry++;
        this.#retrying(start, null, retry);
      } else {
        this.#startFailed(start, jobs, failure);
      }
    }
  }

  /** @returns Why the server did not become ready; null if it did, whatever came then. */
  async #serverLife(start: ServerStart, jobs: readonly CombinationJob[]): Promise<Failure | null> {
    const { effects, emit, signal } = this.#options;
    await effects.checkDisk();
    const startedAt = effects.now();
    const failed = (error: unknown): Failure => {
      this.#rethrowIfStopped(error);
      const { failure } = error as RunFailure;
      const afterMs = effects.now() - startedAt;
      emit({ type: "server-failed", server: start.name, failure, afterMs });
      return failure;
    };
    let server: Server;
    try {
      server = effects.startServer(start);
    } catch (error) {
      return failed(error);
    }
    try {
      const { process, logFile, start: { argv, env } } = server;
      emit({ type: "server-starting", server: start.name, argv, env, process, logFile });
      try {
        const { startupMs, version } = await server.ready(signal);
        emit({ type: "server-ready", server: start.name, startupMs, serverVersion: version });
      } catch (error) {
        return failed(error);
      }
      this.#tally.serverReady();
      const before = this.#performed;
      for (const job of jobs) {
        if (job.next !== null) await this.#combination(start, job, server);
        if (server.death !== null) break;
      }
      // Dead before the first run: as good as never ready, or it would be started for ever.
      if (server.death === null || this.#performed > before) return null;
      return failed(new RunFailure(server.death));
    } finally {
      const { exit, durationMs, killed, left } = await server.stop();
      emit({ type: "server-stopped", server: start.name, exit, durationMs, killed, left });
    }
  }

  #startFailed(start: ServerStart, jobs: readonly CombinationJob[], failure: Failure): void {
    for (const job of jobs) {
      if (job.next === null) continue;
      job.giveUp();
      const { directory } = job;
      this.#tally.combinationFailed({ server: start.name, directory, failure });
    }
    const signature = failureSignature(failure.reason, failure.logTail);
    this.#goOnOrStop(failure, this.#tally.startFailed(failure, signature));
  }

  /** Does what is left of a combination on a server, until it is done or the server is dead. */
  async #combination(start: ServerStart, job: CombinationJob, server: Server): Promise<void> {
    const { effects, emit, signal } = this.#options;
    const { directory, identity, keyOf } = job;
    const combination = server.start.combinations.find((other) => other.directory === directory)!;
    emit({ type: "combination-started", server: start.name, directory, identity });
    const context = { effects, emit, signal, start, combination, server, keyOf };
    try {
      let isWarm = combination.warmupArgv === null;
      for (;;) {
        const next = job.next;
        if (next === null || server.death !== null) break;
        this.#stopIfAsked();
        const run = isWarm ? next : WARMUP_RUN;
        if (await this.#run(context, job, run)) isWarm = true;
      }
    } finally {
      const { valid, failed, skipped } = job;
      emit({
        type: "combination-finished",
        server: start.name,
        directory,
        valid,
        failed,
        skipped,
      });
    }
  }

  /** @returns True if the run is valid. */
  async #run(context: RunContext, job: CombinationJob, run: number): Promise<boolean> {
    const { start, server } = context;
    const { directory } = job;
    await context.effects.checkDisk();
    this.#performed++;
    const outcome = await performRun(context, run);
    if (outcome.kind === "cancelled") throw new Stop(null);
    if (outcome.kind === "valid") {
      job.finished(run, outcome);
      if (run !== WARMUP_RUN) this.#tally.valid++;
      await this.#afterRun(context, run);
      return true;
    }
    const { failure } = outcome;
    const next = job.failedRun(run, failure, server.death !== null);
    if (next.kind === "retry") {
      this.#retrying(start, { directory, run }, next.retry);
    } else {
      this.#tally.combinationFailed({ server: start.name, directory, failure });
      this.#goOnOrStop(failure, this.#tally.runFailed(failure));
    }
    await this.#afterFailedRun(context, run);
    return false;
  }

  async #afterRun({ effects, emit, signal, ...context }: RunContext, run: number): Promise<void> {
    const { start, combination, server } = context;
    if (start.afterRun.kind === "nothing" || server.death !== null) return;
    const startedAt = effects.now();
    try {
      await server.afterRun(combination, run, signal);
    } catch (error) {
      this.#rethrowIfStopped(error);
      await server.check(signal);
      // The next runs get a new server. One that lives and cannot be reset would falsify them.
      if (server.death !== null) return;
      throw new Stop((error as RunFailure).failure);
    }
    const name = { directory: combination.directory, run };
    const durationMs = effects.now() - startedAt;
    emit({ type: "after-run-finished", server: start.name, name, durationMs });
  }

  /** After a failed run the server may be in any state: one failure is enough. */
  async #afterFailedRun(context: RunContext, run: number): Promise<void> {
    try {
      await this.#afterRun(context, run);
    } catch (error) {
      if (error instanceof Stop && error.failure !== null) return;
      throw error;
    }
  }

  #retrying({ name: server }: ServerStart, name: RunName | null, retry: number): void {
    const { emit, retries } = this.#options;
    emit({ type: "retrying", server, name, retry, retries });
  }

  /** @param end Why the sweep should end although it goes on after failures. */
  #goOnOrStop(failure: Failure, end: Failure | null): void {
    if (!this.#options.continueOnError) throw new Stop(failure);
    if (end !== null) throw new Stop(end);
  }

  #stopIfAsked(): void {
    const { signal, drain } = this.#options;
    if (signal.aborted || drain.aborted) throw new Stop(null);
  }

  #rethrowIfStopped(error: unknown): void {
    if (error instanceof RunFailure) {
      if (this.#options.signal.aborted) throw new Stop(null);
      return;
    }
    if (this.#options.signal.aborted && error === this.#options.signal.reason) throw new Stop(null);
    throw error;
  }
}
