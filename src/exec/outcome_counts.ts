/** Counts what came out of a sweep, and decides when going on makes no sense. */
import type { Failure } from "../journal/event.ts";

/** A combination of which something failed for good. */
export interface FailedCombination {
  readonly server: string;
  readonly directory: string;
  /** The first failure. */
  readonly failure: Failure;
}

/** When a sweep that goes on after failures ends all the same. */
export interface GiveUpRules {
  /** This many failures for good; null for no limit. */
  readonly maxFailures: number | null;
  /** This many server starts that fail in the same way before any was ready; 0 for never. */
  readonly maxStartFailures: number;
}

/** Numbers of a sweep, kept while it runs. */
export class OutcomeCounts {
  valid = 0;
  /** Runs that failed for good. */
  failed = 0;
  /** Runs for which there was no time, and why the first of them was left out. */
  leftOut = 0;
  leftOutReason: string | null = null;
  readonly #rules: GiveUpRules;
  readonly #combinations = new Map<string, FailedCombination>();
  #failures = 0;
  #anyReady = false;
  #firstStart: string | null = null;
  #startsAlike = 0;

  constructor(rules: GiveUpRules) {
    this.#rules = rules;
  }

  /** Combinations with a failure, in the order of their first one. */
  get failedCombinations(): FailedCombination[] {
    return [...this.#combinations.values()];
  }

  /** There was no time for some runs. */
  leaveOut(runs: number, reason: string): void {
    this.leftOut += runs;
    this.leftOutReason ??= reason;
  }

  /** A server became ready: what fails from now on is not the whole set-up. */
  serverReady(): void {
    this.#anyReady = true;
  }

  /** Something of a combination failed for good. */
  combinationFailed(failed: FailedCombination): void {
    if (!this.#combinations.has(failed.directory)) {
      this.#combinations.set(failed.directory, failed);
    }
  }

  /**
   * A run failed for good.
   *
   * @returns Why the sweep should end; null if it should go on.
   */
  runFailed(failure: Failure): Failure | null {
    this.failed++;
    return this.#tooMany(failure);
  }

  /**
   * A server start failed for good.
   *
   * @param signature Equal for starts that failed in the same way.
   * @returns Why the sweep should end; null if it should go on.
   */
  startFailed(failure: Failure, signature: string): Failure | null {
    const alike = `${failure.class} ${signature}`;
    this.#firstStart ??= alike;
    if (!this.#anyReady && alike === this.#firstStart) this.#startsAlike++;
    else this.#startsAlike = -Infinity;
    const { maxStartFailures } = this.#rules;
    if (maxStartFailures > 0 && this.#startsAlike >= maxStartFailures) {
      return {
        ...failure,
        reason: `The first ${maxStartFailures} server starts failed in the same way ` +
          `(--max-start-failures), the last one: ${failure.reason}`,
      };
    }
    return this.#tooMany(failure);
  }

  #tooMany(failure: Failure): Failure | null {
    this.#failures++;
    const { maxFailures } = this.#rules;
    if (maxFailures === null || this.#failures < maxFailures) return null;
    return {
      ...failure,
      reason: `${this.#failures} failures (--max-failures ${maxFailures}), the last one: ` +
        failure.reason,
    };
  }
}
