/** Seeded pseudo-random numbers: the same seed gives the same prompts and arrivals on every machine. */

/** A stream of numbers. Not for secrets. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param stream Different streams of one seed are independent, so that one more draw in one does not move the other. */
  constructor(seed: number, stream = 0) {
    this.#a = seed | 0;
    // Seeds beyond 32 bits differ too.
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    this.#c = stream | 0;
    // The first outputs still show the seed.
    for (let i = 0; i < 16; i++) this.#next();
  }

  /** Evenly distributed over 0 <= x < 1, 53 bits. */
  float(): number {
    return ((this.#next() >>> 5) * 2 ** 26 + (this.#next() >>> 6)) / 2 ** 53;
  }

  /** A whole number, `low` and `high` included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.float() * (high - low + 1));
  }

  /** Standard normal, by the polar method of Marsaglia and Bray (1964). */
  normal(): number {
    for (;;) {
      const x = 2 * this.float() - 1;
      const y = 2 * this.float() - 1;
      const r = x * x + y * y;
      if (r > 0 && r < 1) return x * Math.sqrt(-2 * Math.log(r) / r);
    }
  }

  /**
   * Gamma distribution with mean `shape * scale`. Marsaglia and Tsang, "A simple method for generating gamma
   * variables", 2000; shapes below 1 by their boost `gamma(shape + 1) * u ** (1 / shape)`.
   */
  gamma(shape: number, scale: number): number {
    if (shape === 1) return -Math.log(1 - this.float()) * scale;
    if (shape < 1) return this.gamma(shape + 1, scale) * (1 - this.float()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      const u = 1 - this.float();
      if (Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v * scale;
    }
  }

  /** 32 bits of sfc32, the small fast counter generator of PractRand by Chris Doty-Humphrey. */
  #next(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result;
  }
}
