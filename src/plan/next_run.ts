/** Which run of a combination comes next. A fixed number of repetitions is the simplest rule; others replay the same history. */
import type { Combination } from "./plan.ts";
import type { Outcome } from "../journal/event.ts";

/** A run of this session, in the order of time. */
export interface PastRun {
  readonly run: number;
  readonly outcome: Outcome["kind"];
}

/** Decides by what happened so far: the number of the next run, or null when the combination is done. */
export type NextRun = (combination: Combination, history: readonly PastRun[]) => number | null;

/** Every planned run once. */
export const eachPlannedRun: NextRun = ({ runs }, history) => {
  const next = runs[history.length];
  return next ?? null;
};
