/** A server start with all its combinations, over as many servers as that takes. */
import type { ServerStart } from "../plan/plan.ts";
import type { Assignment } from "../machine/start_queue.ts";
import { type Failure, ofStart } from "../journal/event.ts";
import { isTransient } from "../result/failure_class.ts";
import { ServerLife } from "./server_life.ts";
import { StageClock } from "./stage_clock.ts";
import { StartWork } from "./start_work.ts";
import type { SweepContext } from "./sweep_context.ts";
import { goOnOrStop, stopIfAsked } from "./stop.ts";

/** Carries starts out; several may be on their way at the same time. */
export class StartRunner {
  readonly #options: SweepContext;
  /** Combinations of which no more runs are done in any start. */
  readonly #givenUp = new Set<string>();

  constructor(options: SweepContext) {
    this.#options = options;
  }

  /**
   * Serves all combinations of a start, with as many servers as that takes.
   *
   * @throws {Stop} If the sweep ends with it.
   */
  async run(assignment: Assignment): Promise<void> {
    const { start } = assignment;
    const { ledger } = this.#options;
    const work = new StartWork(start, this.#options, this.#givenUp);
    ledger.begin();
    try {
      await this.#serve(assignment, work);
    } finally {
      ledger.end();
      for (const directory of work.givenUp) this.#givenUp.add(directory);
    }
  }

  async #serve(assignment: Assignment, work: StartWork): Promise<void> {
    const { effects, retries, admission, signal, drain, emit } = this.#options;
    const { start, placement, gpus } = assignment;
    const ending = AbortSignal.any([signal, drain]);
    // The clock of the first server: waiting for its place is part of its time.
    let clock = new StageClock(() => effects.now(), "waiting");
    await effects.prepare(start, placement, ending);
    let retry = 0;
    let hasWaited = false;
    while (work.next !== null) {
      stopIfAsked(this.#options);
      const refusal = admission.refusesStart(start, gpus);
      if (refusal !== null) return this.#leaveOut(start, work, refusal);
      const life = new ServerLife(assignment, clock, this.#options);
      const failure = await life.serve(work);
      clock = new StageClock(() => effects.now(), "idle");
      if (failure === null) continue;
      if (!hasWaited && await effects.obstacleGone(failure, start, placement, ending)) {
        // The set is not at fault: this try costs none of its own.
        hasWaited = true;
        emit({ type: "retrying", ...ofStart(start), name: null, retry: 1, retries: 1 });
      } else if (isTransient(failure.class) && retry < retries) {
        retry++;
        emit({ type: "retrying", ...ofStart(start), name: null, retry, retries });
      } else {
        this.#startFailed(start, work, failure);
      }
    }
  }

  #startFailed(start: ServerStart, work: StartWork, failure: Failure): void {
    const { counts } = this.#options;
    for (const combination of work.left) {
      work.giveUp(combination);
      counts.combinationFailed({ server: start.name, directory: combination.directory, failure });
    }
    work.end();
    goOnOrStop(failure, counts.startFailed(failure), this.#options);
  }

  #leaveOut(start: ServerStart, work: StartWork, reason: string): void {
    const { counts, emit } = this.#options;
    const runs = work.leaveOutAll();
    counts.leaveOut(runs, reason);
    emit({ type: "left-out", ...ofStart(start), runs, reason });
  }
}
