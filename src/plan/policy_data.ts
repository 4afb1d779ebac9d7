/** What decides about the next run of a start, as it stands in a plan; see policy.ts for what it does. */

/** A policy. */
export type PolicyData = FixedPolicy;

/** Every planned run once, in the order of the plan. */
export interface FixedPolicy {
  readonly kind: "fixed";
}

/** The policy of a sweep that asks for so many repetitions. */
export const FIXED: FixedPolicy = { kind: "fixed" };
