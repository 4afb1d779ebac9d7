/** Statistics with the definitions of numpy: `np.mean`, `np.std`, `np.median` and `np.percentile`. */

/** The numbers that are reported of one metric, all in the unit of the values. */
export interface Distribution {
  readonly mean: number;
  readonly median: number;
  /** Population standard deviation. */
  readonly std: number;
  /** In the order asked for. */
  readonly percentiles: readonly { readonly percent: number; readonly value: number }[];
}

/** Arithmetic mean. @throws RangeError if there is no value. */
export function mean(values: readonly number[]): number {
  requireValues(values);
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Population standard deviation (`ddof=0`). @throws RangeError if there is no value. */
export function populationStd(values: readonly number[]): number {
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return Math.sqrt(sum / values.length);
}

/**
 * Percentile with linear interpolation between the two nearest ranks (method 7 of Hyndman and Fan, numpy's default).
 *
 * @param sorted Values in ascending order.
 * @param percent 0 to 100.
 * @throws RangeError if there is no value or the percentage is outside its range.
 */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  requireValues(sorted);
  if (!(percent >= 0 && percent <= 100)) {
    throw new RangeError(`Cannot compute percentile ${percent}: it must be between 0 and 100`);
  }
  const rank = (sorted.length - 1) * (percent / 100);
  const lower = Math.floor(rank);
  const below = sorted[lower]!;
  const above = sorted[Math.min(lower + 1, sorted.length - 1)]!;
  const share = rank - lower;
  // The same two branches as numpy, so that the last bit agrees with it.
  const step = above - below;
  return share >= 0.5 ? above - step * (1 - share) : below + step * share;
}

/** Mean, median, deviation and percentiles; all zero if there are no values, as `vllm bench serve` reports it. */
export function describe(values: readonly number[], percents: readonly number[]): Distribution {
  const filled = values.length === 0 ? [0] : values;
  const sorted = Float64Array.from(filled).sort();
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return {
    mean: mean(filled),
    median,
    std: populationStd(filled),
    percentiles: percents.map((percent) => ({ percent, value: percentile(sorted, percent) })),
  };
}

function requireValues(values: ArrayLike<number>): void {
  if (values.length === 0) throw new RangeError("Cannot summarise an empty list of values");
}
