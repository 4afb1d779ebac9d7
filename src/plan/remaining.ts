/** Resume is a subtraction: the plan minus the runs that are finished. */
import type { Combination, Plan, ServerStart } from "./plan.ts";

/** Whether a run need not be done again. */
export type IsFinished = (start: ServerStart, combination: Combination, run: number) => boolean;

/** The plan without finished runs, combinations without runs, and server starts without combinations. */
export function remaining(plan: Plan, isFinished: IsFinished): Plan {
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

/** How much a plan holds. */
export interface PlanSize {
  readonly starts: number;
  readonly combinations: number;
  readonly runs: number;
}

/** Counts server starts, combinations and runs. */
export function planSize(plan: Plan): PlanSize {
  // A combination may be in several starts.
  const directories = new Set<string>();
  let runs = 0;
  for (const start of plan.starts) {
    for (const combination of start.combinations) {
      directories.add(combination.directory);
      runs += combination.runs.length;
    }
  }
  return { starts: plan.starts.length, combinations: directories.size, runs };
}
