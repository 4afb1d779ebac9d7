/** What is left to do of a combination, over all the servers that it may need. */
import type { Identity } from "../plan/identity.ts";
import { identityOf, runKeys } from "../plan/identity.ts";
import type { NextRun, PastRun } from "../plan/next_run.ts";
import type { Combination, ServerStart } from "../plan/plan.ts";
import { type Failure, type Outcome, WARMUP_RUN } from "../journal/event.ts";
import { isTransient } from "../result/failure_class.ts";

/** What becomes of a run that failed. */
export type AfterFailure =
  /** It is done again. */
  | { readonly kind: "retry"; readonly retry: number }
  /** It failed for good. */
  | { readonly kind: "failed" };

/** The runs of one combination. */
export class CombinationJob {
  /** As it is planned. */
  readonly combination: Combination;
  readonly directory: string;
  readonly identity: Identity;
  readonly keyOf: (run: number) => string;
  /** Runs that failed for good, the unmeasured one among them. */
  failed = 0;
  valid = 0;
  readonly #nextRun: NextRun;
  readonly #retries: number;
  /** Runs that are decided, one way or the other. */
  readonly #history: PastRun[] = [];
  readonly #tries = new Map<number, number>();
  #givenUp = false;
  #leftOut = 0;

  constructor(start: ServerStart, combination: Combination, nextRun: NextRun, retries: number) {
    this.directory = combination.directory;
    this.identity = identityOf(start, combination);
    this.keyOf = runKeys(this.identity);
    this.combination = combination;
    this.#nextRun = nextRun;
    this.#retries = retries;
  }

  /** Number of the run to do next; null if there is none. */
  get next(): number | null {
    return this.#givenUp || this.#leftOut > 0
      ? null
      : this.#nextRun(this.combination, this.#history);
  }

  /** Planned runs that will not be done any more. */
  get skipped(): number {
    return this.#givenUp ? Math.max(0, this.combination.runs.length - this.#history.length) : 0;
  }

  /** Notes the outcome of a run that is valid. */
  finished(run: number, outcome: Outcome): void {
    if (run === WARMUP_RUN) return;
    this.#history.push({ run, outcome: outcome.kind });
    this.valid++;
  }

  /**
   * Notes a failure and decides what becomes of the run.
   *
   * @param isServerDead The run ended its server: one that does so in every try would cost a server start a repetition.
   */
  failedRun(run: number, failure: Failure, isServerDead: boolean): AfterFailure {
    const tries = (this.#tries.get(run) ?? 0) + 1;
    this.#tries.set(run, tries);
    const canPass = isTransient(failure.class);
    if (canPass && tries <= this.#retries) return { kind: "retry", retry: tries };
    this.failed++;
    if (run !== WARMUP_RUN) this.#history.push({ run, outcome: "failed" });
    // Without its warm-up a run would measure something else than its key says.
    this.#givenUp = !canPass || isServerDead || run === WARMUP_RUN;
    return { kind: "failed" };
  }

  /** Does nothing more of it: the rest would fail too. */
  giveUp(): void {
    this.#givenUp = true;
  }

  /** True if it was given up. */
  get isGivenUp(): boolean {
    return this.#givenUp;
  }

  /** Does nothing more of it in this session. @returns How many runs that leaves for another one. */
  leaveOut(): number {
    if (this.next === null) return 0;
    return this.#leftOut = this.combination.runs.length - this.#history.length;
  }
}
