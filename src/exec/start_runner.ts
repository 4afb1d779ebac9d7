/** A server start with all its combinations, over as many servers as that takes. */
import type { ServerStart } from "../plan/plan.ts";
import type { Assignment, StartQueue } from "../plan/start_queue.ts";
import { type Failure, type RunName, WARMUP_RUN } from "../record.ts";
import { failureSignature, isTransient } from "../result/failure_class.ts";
import { CombinationJob } from "./combination_job.ts";
import type { Server } from "./effects.ts";
import type { ExecuteOptions } from "./executor.ts";
import { RunFailure } from "./failure.ts";
import { performRun, type RunContext } from "./perform_run.ts";
import { StageClock } from "./stage_clock.ts";
import { Stop } from "./stop.ts";
import type { LedgerBook } from "./sweep_ledger.ts";
import type { Tally } from "./tally.ts";

/** What all starts of a sweep share. */
export interface StartRunnerOptions extends ExecuteOptions {
  readonly tally: Tally;
  readonly ledger: LedgerBook;
  readonly queue: StartQueue;
}

/** One life of a server that is ready or on its way. */
interface Life {
  readonly assignment: Assignment;
  readonly server: Server;
  readonly clock: StageClock;
  /** Runs that were started on it. */
  performed: number;
}

/** Carries starts out; several may be on their way at the same time. */
export class StartRunner {
  readonly #options: StartRunnerOptions;
  /** Combinations of which no more runs are done in any start. */
  readonly #givenUp = new Set<string>();

  constructor(options: StartRunnerOptions) {
    this.#options = options;
  }

  /**
   * Serves all combinations of a start, with as many servers as that takes.
   *
   * @throws {Stop} If the sweep ends with it.
   */
  async run(assignment: Assignment): Promise<void> {
    const { effects, ledger, nextRun, retries, admission, signal } = this.#options;
    const { start, placement, gpus } = assignment;
    const jobs = start.combinations.map((combination) =>
      new CombinationJob(start, combination, nextRun, retries)
    );
    for (const job of jobs) if (this.#givenUp.has(job.directory)) job.giveUp();
    ledger.begin();
    try {
      // The clock of the first server: waiting for its place is part of its time.
      let clock = new StageClock(() => effects.now(), "waiting");
      await effects.prepare(placement, signal);
      let retry = 0;
      while (jobs.some(({ next }) => next !== null)) {
        this.#stopIfAsked();
        const refusal = admission.refusesStart(start, gpus);
        if (refusal !== null) return this.#leaveOut(start, jobs, refusal);
        const failure = await this.#serverLife(assignment, jobs, clock);
        clock = new StageClock(() => effects.now(), "idle");
        if (failure === null) continue;
        if (isTransient(failure.class) && retry < retries) {
          retry++;
          this.#retrying(start, null, retry);
        } else {
          this.#startFailed(start, jobs, failure);
        }
      }
    } finally {
      ledger.end();
    }
  }

  /** @returns Why the server did not become ready; null if it did, whatever came then. */
  async #serverLife(
    assignment: Assignment,
    jobs: readonly CombinationJob[],
    clock: StageClock,
  ): Promise<Failure | null> {
    const { effects, emit, signal, tally, queue } = this.#options;
    const { start, placement, gpus } = assignment;
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
    clock.enter("loading");
    try {
      server = effects.startServer(start, placement);
    } catch (error) {
      return failed(error);
    }
    const life: Life = { assignment, server, clock, performed: 0 };
    // Unless it becomes ready, its loading was in vain.
    let loading: "loading" | "failed" = "failed";
    try {
      const { process, logFile, start: { argv, env, round } } = server;
      emit({
        type: "server-starting",
        server: start.name,
        ...{ argv, env, process, logFile, round, gpus, placement },
        beside: queue.beside(assignment),
      });
      try {
        const { startupMs, version, parts } = await server.ready(signal);
        emit({
          type: "server-ready",
          server: start.name,
          startupMs,
          parts,
          serverVersion: version,
        });
        clock.enter("idle");
        clock.split("loading", parts);
        loading = "loading";
      } catch (error) {
        return failed(error);
      }
      tally.serverReady();
      for (const job of jobs) {
        if (job.next !== null) await this.#combination(life, job);
        if (server.death !== null) break;
      }
      // Dead before the first run: as good as never ready, or it would be started for ever.
      if (server.death === null || life.performed > 0) return null;
      return failed(new RunFailure(server.death));
    } finally {
      clock.enter("stopping", loading === "failed" ? "failed" : undefined);
      await this.#stop(life);
    }
  }

  /** Ends a server; on return the place is free again, memory of GPUs included. */
  async #stop({ assignment: { start, placement, gpus }, server, clock }: Life): Promise<void> {
    const { effects, emit, ledger } = this.#options;
    const { exit, durationMs, killed, left } = await server.stop();
    const memory = await effects.memoryBack(placement, this.#options.signal);
    if (!memory.back) {
      const { waitedMs } = memory;
      emit({ type: "memory-kept", server: start.name, gpus: placement.gpus, waitedMs });
    }
    const times = clock.totals();
    ledger.add(times, placement.gpus.length > 0 ? gpus : 0);
    emit({
      type: "server-stopped",
      server: start.name,
      ...{ exit, durationMs, killed, left },
      ledger: times,
    });
  }

  #startFailed(start: ServerStart, jobs: readonly CombinationJob[], failure: Failure): void {
    const { tally } = this.#options;
    for (const job of jobs) {
      if (job.next === null) continue;
      this.#giveUp(job);
      const { directory } = job;
      tally.combinationFailed({ server: start.name, directory, failure });
    }
    const signature = failureSignature(failure.reason, failure.logTail);
    this.#goOnOrStop(failure, tally.startFailed(failure, signature));
  }

  #giveUp(job: CombinationJob): void {
    job.giveUp();
    this.#givenUp.add(job.directory);
  }

  /** Does what is left of a combination on a server, until it is done or the server is dead. */
  async #combination(life: Life, job: CombinationJob): Promise<void> {
    const { effects, emit, signal, admission, queue } = this.#options;
    const { assignment, server } = life;
    const { start, placement, gpus } = assignment;
    const { directory, identity, keyOf } = job;
    const combination = server.start.combinations.find((other) => other.directory === directory)!;
    emit({ type: "combination-started", server: start.name, directory, identity });
    const beside = () => queue.beside(assignment).length;
    const shared = { effects, emit, signal, start, combination, server, placement };
    const context = { ...shared, keyOf, beside };
    try {
      let isWarm = combination.warmupArgv === null;
      for (;;) {
        const next = job.next;
        if (next === null || server.death !== null) break;
        this.#stopIfAsked();
        const refusal = admission.refusesRun(start, combination, gpus);
        if (refusal !== null) {
          this.#leaveOut(start, [job], refusal);
          break;
        }
        const run = isWarm ? next : WARMUP_RUN;
        if (await this.#run(context, life, job, run)) isWarm = true;
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
  async #run(context: RunContext, life: Life, job: CombinationJob, run: number): Promise<boolean> {
    const { start, server } = context;
    const { tally } = this.#options;
    const { clock } = life;
    const { directory } = job;
    await context.effects.checkDisk();
    life.performed++;
    const stage = run === WARMUP_RUN ? "warmup" : "measured";
    clock.enter(stage);
    const outcome = await performRun(context, run);
    clock.enter("idle", outcome.kind === "valid" ? stage : "failed");
    if (outcome.kind === "cancelled") throw new Stop(null);
    if (outcome.kind === "valid") {
      job.finished(run, outcome);
      if (run !== WARMUP_RUN) tally.valid++;
      await this.#afterRun(context, life, run);
      return true;
    }
    const { failure } = outcome;
    const next = job.failedRun(run, failure, server.death !== null);
    if (next.kind === "retry") {
      this.#retrying(start, { directory, run }, next.retry);
    } else {
      if (job.isGivenUp) this.#givenUp.add(directory);
      tally.combinationFailed({ server: start.name, directory, failure });
      this.#goOnOrStop(failure, tally.runFailed(failure));
    }
    await this.#afterFailedRun(context, life, run);
    return false;
  }

  async #afterRun(context: RunContext, { clock }: Life, run: number): Promise<void> {
    const { effects, emit, signal, start, combination, server } = context;
    if (start.afterRun.kind === "nothing" || server.death !== null) return;
    const startedAt = effects.now();
    clock.enter("reset");
    try {
      await server.afterRun(combination, run, signal);
    } catch (error) {
      this.#rethrowIfStopped(error);
      await server.check(signal);
      // The next runs get a new server. One that lives and cannot be reset would falsify them.
      if (server.death !== null) return;
      throw new Stop((error as RunFailure).failure);
    } finally {
      clock.enter("idle");
    }
    const name = { directory: combination.directory, run };
    const durationMs = effects.now() - startedAt;
    emit({ type: "after-run-finished", server: start.name, name, durationMs });
  }

  /** After a failed run the server may be in any state: one failure is enough. */
  async #afterFailedRun(context: RunContext, life: Life, run: number): Promise<void> {
    try {
      await this.#afterRun(context, life, run);
    } catch (error) {
      if (error instanceof Stop && error.failure !== null) return;
      throw error;
    }
  }

  #leaveOut(start: ServerStart, jobs: readonly CombinationJob[], reason: string): void {
    const runs = jobs.reduce((sum, job) => sum + job.leaveOut(), 0);
    this.#options.tally.leaveOut(runs, reason);
    this.#options.emit({ type: "left-out", server: start.name, runs, reason });
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
    const { signal } = this.#options;
    if (error instanceof RunFailure) {
      if (signal.aborted) throw new Stop(null);
      return;
    }
    if (signal.aborted && error === signal.reason) throw new Stop(null);
    throw error;
  }
}
