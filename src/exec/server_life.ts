/** One life of one server: loaded, measured with each combination, stopped. */
import type { Assignment } from "../machine/start_queue.ts";
import { type Failure, ofStart, WARMUP_RUN } from "../journal/event.ts";
import type { Server } from "./effects.ts";
import { RunFailure } from "./failure.ts";
import { performRun, type RunContext } from "./perform_run.ts";
import type { StageClock } from "./stage_clock.ts";
import { failureOf, goOnOrStop, Stop, stopIfAsked } from "./stop.ts";
import type { CombinationJob, StartWork } from "./start_work.ts";
import type { SweepContext } from "./sweep_context.ts";

/** A life; to be lived once. */
export class ServerLife {
  readonly #assignment: Assignment;
  readonly #clock: StageClock;
  readonly #options: SweepContext;
  /** Runs that were started on it. */
  #performed = 0;

  /** @param clock Runs already: what was before the server is part of its time. */
  constructor(assignment: Assignment, clock: StageClock, options: SweepContext) {
    this.#assignment = assignment;
    this.#clock = clock;
    this.#options = options;
  }

  /**
   * Starts the server, does what is left of the combinations until it is dead, and stops it.
   *
   * @returns Why it did not become ready; null if it did, whatever came then.
   * @throws {Stop} If the sweep ends with it.
   */
  async serve(work: StartWork): Promise<Failure | null> {
    const { effects, emit, signal, drain } = this.#options;
    const { start, placement } = this.#assignment;
    await effects.checkDisk();
    // A server that loads has no run to finish.
    const loading = AbortSignal.any([signal, drain]);
    const startedAt = effects.now();
    this.#clock.enter("loading");
    const failed = (failure: Failure): Failure => {
      const afterMs = effects.now() - startedAt;
      emit({ type: "server-failed", ...ofStart(start), failure, afterMs });
      return failure;
    };
    let server: Server;
    try {
      server = effects.startServer(start, placement);
    } catch (error) {
      return failed(failureOf(error, signal));
    }
    let isReady = false;
    try {
      try {
        await this.#load(server, loading);
        isReady = true;
      } catch (error) {
        return failed(await effects.explained(failureOf(error, loading)));
      }
      while (server.death === null && work.next !== null) {
        await this.#combination(server, work, work.next.job);
      }
      // Dead before the first run: as good as never ready, or it would be started for ever.
      return server.death === null || this.#performed > 0 ? null : failed(server.death);
    } finally {
      // Unless it became ready its loading was in vain.
      if (isReady) this.#clock.enter("stopping");
      else this.#clock.enter("stopping", "failed");
      await this.#stop(server);
    }
  }

  async #load(server: Server, signal: AbortSignal): Promise<void> {
    const { emit, counts, queue, flagsGuard } = this.#options;
    const { start: planned, placement, gpus } = this.#assignment;
    const { process, logFile, start: { argv, env, round } } = server;
    emit({
      type: "server-starting",
      ...ofStart(planned),
      ...{ argv, env, process, logFile, round, gpus, placement },
      beside: queue.beside(this.#assignment),
    });
    const { startupMs, version, parts } = await server.ready(signal);
    const checked = await flagsGuard.check(planned, server, signal);
    if (checked !== null) {
      emit(checked.event);
      if (checked.reason !== null) throw new RunFailure(notAsAsked(server, checked.reason));
    }
    emit({ type: "server-ready", ...ofStart(planned), startupMs, parts, serverVersion: version });
    this.#clock.enter("idle");
    this.#clock.split("loading", parts);
    counts.serverReady();
  }

  /** Ends the server; on return its place is free again, memory of GPUs included. */
  async #stop(server: Server): Promise<void> {
    const { effects, emit, ledger, signal } = this.#options;
    const { start, placement, gpus } = this.#assignment;
    const { exit, durationMs, killed, left } = await server.stop();
    const { back, waitedMs } = await effects.memoryBack(placement, signal);
    if (!back && !signal.aborted) {
      emit({ type: "memory-kept", ...ofStart(start), gpus: placement.gpus, waitedMs });
    }
    const times = this.#clock.totals();
    ledger.add(times, placement.gpus.length > 0 ? gpus : 0);
    emit({
      type: "server-stopped",
      ...ofStart(start),
      ...{ exit, durationMs, killed, left },
      ledger: times,
    });
  }

  /** Does what is left of a combination, until it is done or the server is dead. */
  async #combination(server: Server, work: StartWork, job: CombinationJob): Promise<void> {
    const { effects, emit, signal, admission, queue, runGuards: guards } = this.#options;
    const { start, placement, gpus } = this.#assignment;
    const { combination: { directory }, identity, keyOf } = job;
    // With its port, where the plan left that open.
    const combination = server.bound(job.combination);
    emit({ type: "combination-started", ...ofStart(start), directory, identity });
    const beside = () => queue.beside(this.#assignment).length;
    const shared = { effects, emit, signal, start, combination, server, placement, guards };
    const context = { ...shared, keyOf, beside };
    try {
      let isWarm = combination.workload.warmupArgv === null;
      for (;;) {
        const { next } = work;
        if (next?.job !== job || server.death !== null) break;
        stopIfAsked(this.#options);
        const refusal = admission.refusesRun(start, job.combination, gpus);
        if (refusal !== null) {
          this.#leaveOut(work.leaveOut(job.combination), refusal);
          break;
        }
        const run = isWarm ? next.run : WARMUP_RUN;
        if (await this.#run(context, work, job, run)) isWarm = true;
      }
    } finally {
      const { valid, failed, skipped } = job;
      const counts = { valid, failed, skipped };
      emit({ type: "combination-finished", ...ofStart(start), directory, ...counts });
    }
  }

  /** @returns True if the run is valid. */
  async #run(
    context: RunContext,
    work: StartWork,
    job: CombinationJob,
    run: number,
  ): Promise<boolean> {
    const { counts, emit, retries, effects } = this.#options;
    const { start, server } = context;
    const { directory } = job.combination;
    await effects.checkDisk();
    this.#performed++;
    const stage = run === WARMUP_RUN ? "warmup" : "measured";
    this.#clock.enter(stage);
    const { outcome, result } = await performRun(context, run);
    this.#clock.enter("idle", outcome.kind === "valid" ? stage : "failed");
    if (outcome.kind === "cancelled") throw new Stop(null);
    if (outcome.kind === "valid") {
      work.finished(job, run, result);
      if (run !== WARMUP_RUN) counts.runValid();
      await this.#afterRun(context, run);
      return true;
    }
    const { failure } = outcome;
    const next = work.failedRun(job, run, failure, server.death !== null);
    if (next.kind === "retry") {
      const name = { directory, run };
      emit({ type: "retrying", ...ofStart(start), name, retry: next.retry, retries });
    } else {
      counts.combinationFailed({ server: start.name, directory, failure });
      const params = server.death === null ? job.combination.workload.params : null;
      const end = counts.runFailed({ failure, start: start.id, directory }, params);
      goOnOrStop(failure, end, this.#options);
    }
    await this.#afterFailedRun(context, run);
    return false;
  }

  async #afterRun(context: RunContext, run: number): Promise<void> {
    const { effects, emit, signal, start, combination, server } = context;
    if (start.afterRun.kind === "nothing" || server.death !== null) return;
    const startedAt = effects.now();
    this.#clock.enter("reset");
    try {
      await server.afterRun(combination, run, signal);
    } catch (error) {
      const failure = failureOf(error, signal);
      await server.check(signal);
      // The next runs get a new server. One that lives and cannot be reset would falsify them.
      if (server.death !== null) return;
      throw new Stop(failure);
    } finally {
      this.#clock.enter("idle");
    }
    const name = { directory: combination.directory, run };
    const durationMs = effects.now() - startedAt;
    emit({ type: "after-run-finished", ...ofStart(start), name, durationMs });
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

  #leaveOut(runs: number, reason: string): void {
    const { counts, emit } = this.#options;
    counts.leaveOut(runs, reason);
    emit({ type: "left-out", ...ofStart(this.#assignment.start), runs, reason });
  }
}

/** No second try: the command is the same the next time. */
function notAsAsked({ start: { argv }, logFile }: Server, reason: string): Failure {
  return { class: "bad-argument", reason, command: argv, logTail: [], logFile };
}
