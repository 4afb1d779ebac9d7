/**
 * What decides about the next run of a start: pure functions of its planned combinations and of what is decided already. What was
 * decided comes from the store when a sweep goes on: resuming a policy is asking it again.
 */
import type { JsonObject } from "../json/value.ts";
import type { Combination, ServerStart } from "./plan.ts";
import type { PolicyData } from "./policy_data.ts";

/** One run to do. */
export interface Work {
  /** One of the start, or one that is derived from it: see {@linkcode derivedCombination}. */
  readonly combination: Combination;
  readonly run: number;
}

/** A run that is decided: valid, or failed for good. */
export interface PastRun extends Work {
  readonly outcome: "valid" | "failed";
  /** The object of its result file; null if it failed, and for a policy that does not use it. */
  readonly result: JsonObject | null;
}

/** The object of the result file of a run that need not be done again; null where it is to be done. */
export type ResultOf = (
  start: Pick<ServerStart, "identity">,
  combination: Combination,
  run: number,
) => JsonObject | null;

/** What a policy knows of a start: which of its runs are decided, and how. */
export interface History {
  /** In the order in which they were decided. */
  readonly runs: readonly PastRun[];
  has(directory: string, run: number): boolean;
  /** How many runs of a combination are decided. */
  decided(directory: string): number;
  /** The same with those of the combinations that are derived from it. */
  decidedOf(directory: string): number;
  /** No more runs of a combination are done: they would fail, or there is no time for them. */
  isClosed(directory: string): boolean;
}

/** Decides about the runs of a start. Of two starts it knows nothing: they may run side by side. */
export interface Policy {
  /**
   * Whether it decides by results. One that does not needs to be told of no run that is stored already: those are taken out of its
   * plan, see {@linkcode remaining}.
   */
  readonly usesResults: boolean;
  /**
   * The next run; null if the start is done. The same history gives the same answer. A run that is decided, or whose combination is
   * closed, ends the start.
   */
  next(start: ServerStart, history: History): Work | null;
  /** How many runs of these combinations, and of what is derived from them, there may be at most. */
  bound(start: Pick<ServerStart, "combinations">): number;
}

/** Every planned run once, one combination after the other. */
const FIXED_POLICY: Policy = {
  usesResults: false,
  next({ combinations }, history) {
    for (const combination of combinations) {
      const { directory, runs } = combination;
      if (history.isClosed(directory) || history.decided(directory) >= runs.length) continue;
      const run = runs.find((run) => !history.has(directory, run));
      if (run !== undefined) return { combination, run };
    }
    return null;
  },
  bound({ combinations }) {
    let runs = 0;
    for (const combination of combinations) runs += combination.runs.length;
    return runs;
  },
};

/** What a policy in a plan does. */
export function policyOf({ kind }: PolicyData): Policy {
  switch (kind) {
    case "fixed":
      return FIXED_POLICY;
  }
}

/** How many runs of a combination there may be at most. */
export function mostRuns(policy: Policy, combination: Combination): number {
  return policy.bound({ combinations: [combination] });
}
