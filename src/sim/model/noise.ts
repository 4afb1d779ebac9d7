/** Seeded noise on step times: the same seed gives the same sequence of factors. */

/** Seconds of work until the drift has reached 63 % of its size. */
export const DRIFT_TIME_CONSTANT = 60;

/** Uniform numbers in [0, 1): sfc32 by Chris Doty-Humphrey (PractRand), seeded by one 32-bit number. */
export function uniform(seed: number): () => number {
  let a = seed >>> 0, b = 0x9e3779b9, c = 0x85ebca6b, counter = 1;
  function next(): number {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result | 0;
    return (result >>> 0) / 2 ** 32;
  }
  // The first outputs of neighbouring seeds are alike.
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** A standard normal number by the method of Box and Muller. */
export function gaussian(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Factors on step times: log-normal with mean 1, times a slow drift towards `1 + drift` as the GPU warms up. */
export class StepNoise {
  readonly #random: () => number;
  readonly #sigma: number;
  readonly #drift: number;
  #worked = 0;

  /** @param noise Relative standard deviation of one step. */
  constructor(seed: number, noise: number, drift: number) {
    this.#random = uniform(seed);
    this.#sigma = Math.sqrt(Math.log1p(noise * noise));
    this.#drift = drift;
  }

  /** The noisy duration of a step that would take `seconds`. */
  apply(seconds: number): number {
    const factor = Math.exp(this.#sigma * gaussian(this.#random) - this.#sigma ** 2 / 2);
    const warm = 1 + this.#drift * (1 - Math.exp(-this.#worked / DRIFT_TIME_CONSTANT));
    const duration = seconds * factor * warm;
    this.#worked += duration;
    return duration;
  }
}
