/** Counts what came out of a sweep, and decides when going on makes no sense. */
import type { Failure } from "../journal/event.ts";
import type { PastFailures } from "../journal/past_failures.ts";
import type { JsonObject } from "../json/value.ts";
import { failureSignature } from "../result/failure_class.ts";
import { AlikeFailures, type FailedRun } from "./alike_failures.ts";

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
  /** This many server starts, or runs, that fail in the same way before any was ready, or valid; 0 for never. */
  readonly maxStartFailures: number;
  /** What earlier sessions met. */
  readonly past: PastFailures;
}

/** Numbers of a sweep, kept while it runs. */
export class OutcomeCounts {
  #valid = 0;
  /** Runs that failed for good. */
  failed = 0;
  /** Runs for which there was no time, and why the first of them was left out. */
  leftOut = 0;
  leftOutReason: string | null = null;
  readonly #rules: GiveUpRules;
  readonly #alike: AlikeFailures;
  readonly #combinations = new Map<string, FailedCombination>();
  #failures = 0;
  #anyReady = false;
  #firstStart: string | null = null;
  #startsAlike = 0;
  /** The first start of an earlier session failed so: another failure now begins anew. */
  #isFirstPast = false;

  constructor(rules: GiveUpRules) {
    this.#rules = rules;
    const { maxStartFailures, past } = rules;
    this.#alike = new AlikeFailures(maxStartFailures);
    if (past.anyValid) this.#alike.valid();
    for (const run of past.runs) this.#alike.add(run);
    this.#anyReady = past.anyReady;
    for (const failure of past.starts) this.#countStart(failure);
    this.#isFirstPast = true;
  }

  /** Runs that are valid. */
  get valid(): number {
    return this.#valid;
  }

  /** A run is valid. */
  runValid(): void {
    this.#valid++;
    this.#alike.valid();
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
   * @param params Its bench set; null if its server died, and the benchmark is not to blame.
   * @returns Why the sweep should end; null if it should go on.
   */
  runFailed(run: FailedRun, params: JsonObject | null): Failure | null {
    this.failed++;
    const { failure } = run;
    const isAlike = this.#alike.add(run);
    const tooMany = this.#tooMany(failure);
    if (tooMany !== null) return tooMany;
    if (params !== null && this.#alike.isHopeless(failure, params)) {
      return {
        ...failure,
        reason: `The benchmark command cannot pass with any parameters ` +
          `(--max-start-failures 0 tries all the same): ${failure.reason}`,
      };
    }
    if (!isAlike) return null;
    return {
      ...failure,
      reason: `${this.#rules.maxStartFailures} runs failed in the same way and none was valid ` +
        `(--max-start-failures), the last one: ${failure.reason}`,
    };
  }

  /**
   * A server start failed for good.
   *
   * @returns Why the sweep should end; null if it should go on.
   */
  startFailed(failure: Failure): Failure | null {
    this.#countStart(failure);
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

  #countStart(failure: Failure): void {
    const alike = `${failure.class} ${failureSignature(failure.reason, failure.logTail)}`;
    if (this.#isFirstPast && alike !== this.#firstStart) {
      this.#firstStart = alike;
      this.#startsAlike = 0;
    }
    this.#isFirstPast = false;
    this.#firstStart ??= alike;
    if (!this.#anyReady && alike === this.#firstStart) this.#startsAlike++;
    else this.#startsAlike = -Infinity;
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
