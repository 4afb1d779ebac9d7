/** How much two groups of measurements differ. */
import { studentT95, summarize } from "./statistics.ts";

/** The difference of the means of two groups, in percent of the first mean. */
export interface Difference {
  readonly percent: number;
  /** Bounds of its 95 % confidence interval; null with fewer than two values in a group. */
  readonly low95: number | null;
  readonly high95: number | null;
}

/**
 * Compares the means of two groups that may have different spreads: Welch's t interval, with the degrees of freedom of
 * Welch and Satterthwaite (B. L. Welch, "The generalization of Student's problem when several different population variances
 * are involved", Biometrika 34, 1947). The first mean is taken as exact where the difference is divided by it.
 *
 * @throws {RangeError} If a group has no values, or the first mean is 0.
 */
export function difference(first: readonly number[], second: readonly number[]): Difference {
  const [a, b] = [summarize(first), summarize(second)];
  if (a.mean === 0) throw new RangeError("Cannot compare with a mean of 0");
  const inPercent = (value: number) => 100 * value / Math.abs(a.mean);
  const percent = inPercent(b.mean - a.mean);
  if (a.sd === null || b.sd === null) return { percent, low95: null, high95: null };
  const [va, vb] = [a.sd ** 2 / a.n, b.sd ** 2 / b.n];
  if (va + vb === 0) return { percent, low95: percent, high95: percent };
  const degrees = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  const half = inPercent(studentT95(degrees) * Math.sqrt(va + vb));
  return { percent, low95: percent - half, high95: percent + half };
}
