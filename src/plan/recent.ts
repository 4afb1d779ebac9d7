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
    times.splice(index, 0, atMs);
    values.splice(index, 0, value);
    return true;
  }

  /**
   * The median where the oldest counts once, the next twice, and so on: one that is far off does not move it much, and two new
   * ones that agree outweigh all before them, as after a cache has become warm. Null if there are none.
   */
  median(): number | null {
    const count = this.#values.length;
    const weighted = this.#values.map((value, index) => ({ value, weight: index + 1 }))
      .sort((a, b) => a.value - b.value);
    let left = count * (count + 1) / 2;
    const half = left / 2;
    for (const [index, { value, weight }] of weighted.entries()) {
      left -= weight;
      if (left < half) return value;
      // Exactly half on each side.
      if (left === half) return (value + weighted[index + 1]!.value) / 2;
    }
    return null;
  }

  /** The mean; null if there are none. */
  mean(): number | null {
    const { length } = this.#values;
    return length === 0 ? null : this.#values.reduce((sum, value) => sum + value, 0) / length;
  }
}
