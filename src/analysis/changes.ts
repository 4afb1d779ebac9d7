/** What changed between two measurements of the same thing. */
import { studentT95, type Summary } from "./statistics.ts";

/** A change in percent of the first mean. */
export interface Change {
  readonly percent: number;
  /** Bounds of its 95 % interval; null where a mean has no spread. */
  readonly low95: number | null;
  readonly high95: number | null;
}

/**
 * The change of the mean from one summary to another.
 *
 * The interval is Welch's (B. L. Welch, "The generalization of 'Student's' problem when several different population variances
 * are involved", Biometrika 34, 1947) for the difference of the means, in percent of the first mean, which is taken as exact.
 *
 * @returns Null if there is no percentage: the first mean is 0, or one is infinite.
 */
export function changeOf(before: Summary, after: Summary): Change | null {
  const percentOf = (difference: number) => 100 * difference / Math.abs(before.mean);
  const difference = after.mean - before.mean;
  const percent = percentOf(difference);
  if (!Number.isFinite(percent)) return null;
  if (before.sd === null || after.sd === null) return { percent, low95: null, high95: null };
  const [a, b] = [before.sd ** 2 / before.n, after.sd ** 2 / after.n];
  if (a + b === 0) return { percent, low95: percent, high95: percent };
  const degreesOfFreedom = (a + b) ** 2 / (a ** 2 / (before.n - 1) + b ** 2 / (after.n - 1));
  const half = studentT95(degreesOfFreedom) * Math.sqrt(a + b);
  return {
    percent,
    low95: percentOf(difference - half),
    high95: percentOf(difference + half),
  };
}
