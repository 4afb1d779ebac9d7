/** What is left to do of a start, over all the servers that it may need. */
import { type Failure, WARMUP_RUN } from "../journal/event.ts";
import { nextWork, StartHistory } from "../plan/history.ts";
import type { Identity } from "../plan/identity.ts";
import { identityOf, runKeys } from "../plan/identity.ts";
import type { Combination, ServerStart } from "../plan/plan.ts";
import { mostRuns, type PastRun, type Policy, type ResultOf } from "../plan/policy.ts";
import { isTransient } from "../result/failure_class.ts";

/** What becomes of a run that failed. */
export type AfterFailure =
  /** It is done again. */
  | { readonly kind: "retry"; readonly retry: number }
  /** It failed for good. */
  | { readonly kind: "failed" };

/** One combination that the policy asked for, and how far it is. */
export interface CombinationJob {
  /** As it is planned. */
  readonly combination: Combination;
  readonly identity: Identity;
  readonly keyOf: (run: number) => string;
  /** Runs that failed for good, the unmeasured one among them. */
  failed: number;
  valid: number;
  /** Planned runs that will not be done any more. */
  skipped: number;
}

/** The next run. */
export interface NextRun {
  readonly job: CombinationJob;
  readonly run: number;
}

/** What the rules of a start are made of. */
export interface StartRules {
  readonly policy: Policy;
  /** How often a run is tried again after a failure that may pass. */
  readonly retries: number;
  readonly resultOf: ResultOf;
}

/** The runs of one start, as the policy asks for them. */
export class StartWork {
  readonly #start: ServerStart;
  readonly #rules: StartRules;
  readonly #history = new StartHistory();
  readonly #jobs = new Map<string, CombinationJob>();
  readonly #tries = new Map<string, number>();
  readonly #givenUp = new Set<string>();
  #isOver = false;
  /** What the policy said last; undefined where something was decided since. */
  #next: NextRun | null | undefined;

  /** @param givenUp Directories of combinations of which no more runs are done in any start. */
  constructor(start: ServerStart, rules: StartRules, givenUp: ReadonlySet<string>) {
    this.#start = start;
    this.#rules = rules;
    for (const directory of givenUp) this.#close(directory);
  }

  /** The next run; null if there is none. What is stored already is not done again: the policy is told of it. */
  get next(): NextRun | null {
    if (this.#isOver) return null;
    return this.#next === undefined ? this.#next = this.#ask() : this.#next;
  }

  /** Directories of the combinations that were given up in this start. */
  get givenUp(): ReadonlySet<string> {
    return this.#givenUp;
  }

  /** Combinations of the plan of which something is left. */
  get left(): readonly Combination[] {
    return this.#isOver ? [] : this.#start.combinations.filter((one) => this.#leftOf(one) > 0);
  }

  /** Notes that a run is valid. */
  finished(job: CombinationJob, run: number, result: PastRun["result"]): void {
    if (run === WARMUP_RUN) return;
    const { combination } = job;
    const kept = this.#rules.policy.usesResults ? result : null;
    this.#add({ combination, run, outcome: "valid", result: kept });
    job.valid++;
  }

  /**
   * Notes a failure and decides what becomes of the run.
   *
   * @param isServerDead The run ended its server: one that does so in every try would cost a server start a repetition.
   */
  failedRun(
    job: CombinationJob,
    run: number,
    failure: Failure,
    isServerDead: boolean,
  ): AfterFailure {
    const { combination } = job;
    const name = `${combination.directory}/${run}`;
    const tries = (this.#tries.get(name) ?? 0) + 1;
    this.#tries.set(name, tries);
    const canPass = isTransient(failure.class);
    if (canPass && tries <= this.#rules.retries) return { kind: "retry", retry: tries };
    job.failed++;
    if (run !== WARMUP_RUN) this.#add({ combination, run, outcome: "failed", result: null });
    // Without its warm-up a run would measure something else than its key says.
    if (!canPass || isServerDead || run === WARMUP_RUN) this.giveUp(combination);
    return { kind: "failed" };
  }

  /** Does nothing more of a combination: the rest would fail too. */
  giveUp(combination: Combination): void {
    const job = this.#jobs.get(combination.directory);
    if (job !== undefined) job.skipped += this.#leftOf(combination);
    this.#givenUp.add(combination.directory);
    this.#close(combination.directory);
  }

  /** Does nothing more of a combination in this session. @returns How many runs that leaves for another one. */
  leaveOut(combination: Combination): number {
    // The policy would ask for that one again.
    if (combination.base !== undefined) return this.leaveOutAll();
    const runs = this.#leftOf(combination);
    this.#close(combination.directory);
    return runs;
  }

  /** Does nothing more of the start in this session. @returns How many runs that leaves for another one, at most. */
  leaveOutAll(): number {
    const runs = this.left.reduce((sum, combination) => sum + this.#leftOf(combination), 0);
    this.end();
    return runs;
  }

  /** Does nothing more of the start. */
  end(): void {
    this.#isOver = true;
  }

  #ask(): NextRun | null {
    const { policy, resultOf } = this.#rules;
    const work = nextWork(this.#start, policy, this.#history, resultOf);
    return work === null ? null : { job: this.#job(work.combination), run: work.run };
  }

  #add(past: PastRun): void {
    this.#history.add(past);
    this.#next = undefined;
  }

  #close(directory: string): void {
    this.#history.close(directory);
    this.#next = undefined;
  }

  #job(combination: Combination): CombinationJob {
    const { directory } = combination;
    let job = this.#jobs.get(directory);
    if (job === undefined) {
      const identity = identityOf(this.#start, combination);
      const counts = { failed: 0, valid: 0, skipped: 0 };
      job = { combination, identity, keyOf: runKeys(identity), ...counts };
      this.#jobs.set(directory, job);
    }
    return job;
  }

  /** Runs of a combination of the plan, and of those derived from it, that may come yet. */
  #leftOf(combination: Combination): number {
    const { directory, base } = combination;
    if (base !== undefined || this.#history.isClosed(directory)) return 0;
    return Math.max(
      0,
      mostRuns(this.#rules.policy, combination) - this.#history.decidedOf(directory),
    );
  }
}
