/** Resume is a subtraction: the plan minus the runs that are finished. */
import { nextWork, StartHistory } from "./history.ts";
import type { Combination, Plan, ServerStart } from "./plan.ts";
import { policyOf, type ResultOf } from "./policy.ts";

/** Whether a run need not be done again. */
export type IsFinished = (start: ServerStart, combination: Combination, run: number) => boolean;

/**
 * The plan without finished runs, combinations without runs, and server starts without combinations. Of a policy that uses results
 * whole starts are left, those for which it has more work: what is stored of them it is told again.
 */
export function remaining(
  plan: Plan,
  isFinished: IsFinished,
  resultOf: ResultOf = () => null,
): Plan {
  const policy = policyOf(plan.policy);
  if (policy.usesResults) {
    const hasWork = (start: ServerStart) =>
      nextWork(start, policy, new StartHistory(), resultOf) !== null;
    return { ...plan, starts: plan.starts.filter(hasWork) };
  }
  const starts: ServerStart[] = [];
  for (const start of plan.starts) {
    const combinations: Combination[] = [];
    for (const combination of start.combinations) {
      const runs = combination.runs.filter((run) => !isFinished(start, combination, run));
      if (runs.length > 0) combinations.push({ ...combination, runs });
    }
    if (combinations.length > 0) starts.push({ ...start, combinations });
  }
  return { ...plan, starts };
}

/** How much a plan holds: runs, where the policy chooses them, at most. */
export interface PlanSize {
  readonly starts: number;
  readonly combinations: number;
  readonly runs: number;
}

/** Counts server starts, combinations and runs. */
export function planSize(plan: Plan): PlanSize {
  const policy = policyOf(plan.policy);
  // A combination may be in several starts.
  const directories = new Set<string>();
  let runs = 0;
  for (const start of plan.starts) {
    for (const { directory } of start.combinations) directories.add(directory);
    runs += policy.bound(start);
  }
  return { starts: plan.starts.length, combinations: directories.size, runs };
}
