/** The last few measurements of one thing, and what they make one expect. */

/**
 * The newest measurements by the time of their end. They may be given in any order, and more than once: a journal and a
 * history tell of the same ones.
 */
export class Recent {
  readonly #capacity: number;
  /** Oldest first. */
  readonly #times: number[] = [];
  readonly #values: number[] = [];
  #median: number | null | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Adds one. @returns False if it is there already, or older than all of as many as are kept. */
  add(atMs: number, value: number): boolean {
    const times = this.#times;
    const values = this.#values;
    let index = times.length;
    while (index > 0 && times[index - 1]! > atMs) index--;
    for (let same = index - 1; same >= 0 && times[same] === atMs; same--) {
      if (values[same] === value) return false;
    }
    if (times.length === this.#capacity) {
      if (index === 0) return false;
      times.shift();
      values.shift();
      index--;
    }
    this.#median = undefined;
    times.splice(index, 0, atMs);
    values.splice(index, 0, value);
    return true;
  }

  /**
   * The median where the oldest counts once, the next twice, and so on: one that is far off does not move it much, and two new
   * ones that agree outweigh all before them, as after a cache has become warm. Null if there are none.
   */
  median(): number | null {
    if (this.#median === undefined) this.#median = weightedMedian(this.#values);
    return this.#median;
  }

  /** The largest; null if there are none. */
  max(): number | null {
    return this.#values.length === 0 ? null : Math.max(...this.#values);
  }

  /** The mean; null if there are none. */
  mean(): number | null {
    const { length } = this.#values;
    return length === 0 ? null : this.#values.reduce((sum, value) => sum + value, 0) / length;
  }
}

/** Weights 1, 2, 3 ... A few values are looked at pair by pair faster than they are sorted. */
function weightedMedian(values: readonly number[]): number | null {
  const half = values.length * (values.length + 1) / 4;
  let lower = Infinity;
  let upper = -Infinity;
  for (const candidate of values) {
    let below = 0;
    let upTo = 0;
    for (let index = 0; index < values.length; index++) {
      const value = values[index]!;
      if (value < candidate) below += index + 1;
      if (value <= candidate) upTo += index + 1;
    }
    // Both hold for one value, or for two with exactly half on each side.
    if (upTo >= half && candidate < lower) lower = candidate;
    if (below <= half && candidate > upper) upper = candidate;
  }
  return values.length === 0 ? null : (lower + upper) / 2;
}
