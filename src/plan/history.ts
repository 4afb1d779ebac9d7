/** What is decided of a start, with look-ups that take the same time however much that is. */
import type { ServerStart } from "./plan.ts";
import type { History, PastRun, Policy, ResultOf, Work } from "./policy.ts";

/** A history that grows. */
export class StartHistory implements History {
  readonly #runs: PastRun[] = [];
  /** Numbers of decided runs, by directory. */
  readonly #decided = new Map<string, Set<number>>();
  /** How many, by the directory of the planned combination. */
  readonly #decidedOf = new Map<string, number>();
  readonly #closed = new Set<string>();

  get runs(): readonly PastRun[] {
    return this.#runs;
  }

  has(directory: string, run: number): boolean {
    return this.#decided.get(directory)?.has(run) ?? false;
  }

  decided(directory: string): number {
    return this.#decided.get(directory)?.size ?? 0;
  }

  decidedOf(directory: string): number {
    return this.#decidedOf.get(directory) ?? 0;
  }

  isClosed(directory: string): boolean {
    return this.#closed.has(directory);
  }

  add(past: PastRun): void {
    this.#runs.push(past);
    const { directory, base = directory } = past.combination;
    this.#decidedOf.set(base, this.decidedOf(base) + 1);
    const runs = this.#decided.get(directory);
    if (runs === undefined) this.#decided.set(directory, new Set([past.run]));
    else runs.add(past.run);
  }

  close(directory: string): void {
    this.#closed.add(directory);
  }
}

/**
 * The next run of a start that is to be done; null if there is none. What is stored already is not done again: the policy is told
 * of it and asked anew. So a sweep that goes on comes to the decision at which it was stopped.
 */
export function nextWork(
  start: ServerStart,
  policy: Policy,
  history: StartHistory,
  resultOf: ResultOf,
): Work | null {
  for (;;) {
    const work = policy.next(start, history);
    if (work === null) return null;
    const { combination, run } = work;
    const { directory } = combination;
    if (history.isClosed(directory) || history.has(directory, run)) return null;
    const result = policy.usesResults ? resultOf(start, combination, run) : null;
    if (result === null) return work;
    history.add({ combination, run, outcome: "valid", result });
  }
}
