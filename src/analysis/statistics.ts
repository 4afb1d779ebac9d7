/** Numbers over the runs of a combination. */
import jstat from "jstat";
import { mean, sampleStandardDeviation } from "simple-statistics";

/** What several measurements of the same thing say. */
export interface Summary {
  /** Number of values. */
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (divisor n - 1); null for one value, or if any is infinite. */
  readonly sd: number | null;
  readonly min: number;
  readonly max: number;
  /** Bounds of the 95 % confidence interval of the mean; null where there is no standard deviation. */
  readonly low95: number | null;
  readonly high95: number | null;
}

/**
 * Summarizes values. The interval is Student's: mean ± t(0.975, n - 1) · sd / √n, which holds if the values are independent
 * and near normally distributed.
 *
 * NaN is a value that is missing, as in pandas, and is left out. An infinite value (a rate of `inf`) makes the mean infinite and
 * the spread unknown; both infinities together have the mean NaN.
 *
 * @throws {RangeError} If no value is left.
 */
export function summarize(values: readonly number[]): Summary {
  const present = values.filter((value) => !Number.isNaN(value));
  const n = present.length;
  if (n === 0) throw new RangeError("Cannot summarize no values");
  const [min, max] = present.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  ) as [number, number];
  const isFinite = Number.isFinite(min) && Number.isFinite(max);
  // The compensated sum behind mean() makes NaN of infinities.
  const average = isFinite ? mean(present) : present.reduce((sum, value) => sum + value, 0);
  if (n === 1 || !isFinite) {
    return { n, mean: average, sd: null, min, max, low95: null, high95: null };
  }
  // Equal values: the mean of three 0.1 is not 0.1 by rounding, and their spread not 0.
  if (min === max) return { n, mean: min, sd: 0, min, max, low95: min, high95: min };
  const sd = sampleStandardDeviation(present);
  const half = studentT95(n - 1) * sd / Math.sqrt(n);
  return { n, mean: average, sd, min, max, low95: average - half, high95: average + half };
}

const QUANTILES = new Map<number, number>();

/** The 97.5 % quantile of Student's t distribution: half the width of a 95 % interval in standard errors. */
export function studentT95(degreesOfFreedom: number): number {
  let quantile = QUANTILES.get(degreesOfFreedom);
  if (quantile === undefined) {
    quantile = jstat.studentt.inv(0.975, degreesOfFreedom) as number;
    QUANTILES.set(degreesOfFreedom, quantile);
  }
  return quantile;
}
