/** A Prometheus histogram. */

/** Counts of values at most as large as each bound, their number and their sum. */
export class Histogram {
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  /** @param bounds Upper bounds, ascending, without infinity. */
  constructor(readonly bounds: readonly number[]) {
    this.#counts = new Array(bounds.length).fill(0);
  }

  observe(value: number): void {
    this.#count++;
    this.#sum += value;
    const index = this.bounds.findIndex((bound) => value <= bound);
    if (index >= 0) this.#counts[index]!++;
  }

  /** Sample lines of the text format. @param labels `a="b",c="d"`, not empty. */
  lines(name: string, labels: string): string[] {
    let below = 0;
    const buckets = this.bounds.map((bound, index) => {
      below += this.#counts[index]!;
      return `${name}_bucket{le="${float(bound)}",${labels}} ${float(below)}`;
    });
    return [
      ...buckets,
      `${name}_bucket{le="+Inf",${labels}} ${float(this.#count)}`,
      `${name}_count{${labels}} ${float(this.#count)}`,
      `${name}_sum{${labels}} ${float(this.#sum)}`,
    ];
  }
}

/** A number as the Python client of Prometheus writes it: always with a fraction. */
export function float(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Bounds 1, 2, 5, 10, 20, 50 ... up to a largest value, as vLLM makes them for lengths. */
export function lengthBounds(largest: number): number[] {
  const bounds: number[] = [];
  for (let power = 1;; power *= 10) {
    for (const mantissa of [1, 2, 5]) {
      if (mantissa * power > largest) return bounds;
      bounds.push(mantissa * power);
    }
  }
}
