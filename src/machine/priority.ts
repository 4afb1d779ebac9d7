/** In which order server starts begin. */
import type { Capacity } from "./packing.ts";
import { simulate, type TimedStart } from "./simulate.ts";

/** Ways to order them. */
export const PRIORITIES = ["given", "longest", "shortest", "widest"] as const;

/** One of {@linkcode PRIORITIES}. */
export type Priority = typeof PRIORITIES[number];

/** Compares two starts; the order of the plan decides between equals. */
type Comparison = (a: TimedStart, b: TimedStart) => number;

const longest: Comparison = (a, b) => b.expectedMs - a.expectedMs || b.gpus - a.gpus;

const COMPARISONS: Readonly<Record<Priority, Comparison>> = {
  given: () => 0,
  longest,
  shortest: (a, b) => a.expectedMs - b.expectedMs || a.gpus - b.gpus,
  widest: (a, b) => b.gpus - a.gpus || b.expectedMs - a.expectedMs,
};

/** How much sooner all must end for another order than longest first. */
const WORTH_IT = 0.99;

/** The starts in an order. */
export function ordered<T extends TimedStart>(starts: readonly T[], priority: Priority): T[] {
  return starts.toSorted(COMPARISONS[priority]);
}

/**
 * The starts in the order that ends soonest side by side: the longest first (R. L. Graham, "Bounds on Multiprocessing Timing
 * Anomalies", 1969: at most 4/3 of the best for starts of one GPU), or the widest first where that is better, as it may be for
 * starts of different width.
 */
export function soonest<T extends TimedStart>(starts: readonly T[], capacity: Capacity): T[] {
  const byLength = ordered(starts, "longest");
  if (new Set(starts.map(({ gpus }) => gpus)).size === 1) return byLength;
  const byWidth = ordered(starts, "widest");
  const { wallMs } = simulate(byLength, capacity);
  return simulate(byWidth, capacity).wallMs < WORTH_IT * wallMs ? byWidth : byLength;
}
