/** What decides about the next work of a sweep. As data it stands in the plan; see {@linkcode policyOf} for what it does. */

/** A policy as it stands in a plan. */
export type PolicyData = FixedPolicy;

/** Every planned run once, in the order of the plan. */
export interface FixedPolicy {
  readonly kind: "fixed";
}

/** The policy of a sweep that asks for so many repetitions. */
export const FIXED: FixedPolicy = { kind: "fixed" };
