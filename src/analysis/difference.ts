/** How much two groups of measurements differ. */
import { type Direction, directionOf } from "./direction.ts";
import { studentT95, summarize, type Summary } from "./statistics.ts";

/** The difference of the means of two groups, in percent of the first mean. */
export interface Difference {
  readonly percent: number;
  /** Bounds of its 95 % confidence interval; null with fewer than two values in a group. */
  readonly low95: number | null;
  readonly high95: number | null;
}

/** The difference of the means of two groups, second minus first, in their unit. */
export interface MeanDifference {
  readonly mean: number;
  /** Bounds of its 95 % confidence interval; null with fewer than two values in a group. */
  readonly low95: number | null;
  readonly high95: number | null;
}

/**
 * Compares the means of two groups that may have different spreads: Welch's t interval, with the degrees of freedom of
 * Welch and Satterthwaite (B. L. Welch, "The generalization of Student's problem when several different population variances
 * are involved", Biometrika 34, 1947).
 */
export function meanDifference(first: Summary, second: Summary): MeanDifference {
  const mean = second.mean - first.mean;
  if (first.sd === null || second.sd === null) return { mean, low95: null, high95: null };
  const [v1, v2] = [first.sd ** 2 / first.n, second.sd ** 2 / second.n];
  if (v1 + v2 === 0) return { mean, low95: mean, high95: mean };
  const degrees = (v1 + v2) ** 2 / (v1 ** 2 / (first.n - 1) + v2 ** 2 / (second.n - 1));
  const half = studentT95(degrees) * Math.sqrt(v1 + v2);
  return { mean, low95: mean - half, high95: mean + half };
}

/** Which way the second mean surely is from the first; null where single values do not tell. */
export function meanDirection(first: Summary, second: Summary): Direction | null {
  const { low95, high95 } = meanDifference(first, second);
  return directionOf(low95, high95);
}

/**
 * {@linkcode meanDifference} in percent of the first mean, which is taken as exact.
 *
 * @throws {RangeError} If the first mean is 0.
 */
export function relativeDifference(first: Summary, second: Summary): Difference {
  if (first.mean === 0) throw new RangeError("Cannot compare with a mean of 0");
  const inPercent = (value: number) => 100 * value / Math.abs(first.mean);
  const { mean, low95, high95 } = meanDifference(first, second);
  return {
    percent: inPercent(mean),
    low95: low95 === null ? null : inPercent(low95),
    high95: high95 === null ? null : inPercent(high95),
  };
}

/**
 * {@linkcode relativeDifference} of values.
 *
 * @throws {RangeError} If a group has no values, or the first mean is 0.
 */
export function difference(first: readonly number[], second: readonly number[]): Difference {
  return relativeDifference(summarize(first), summarize(second));
}
