/** At most so many at a time, first come, first served. */
export class Semaphore {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  /** First entry of `#waiting` that still waits; shifting an array of thousands would cost time under load. */
  #head = 0;

  /** @param places Infinity for no limit. */
  constructor(places: number) {
    this.#free = places;
  }

  /** Runs `task` once there is a place. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      this.#release();
    }
  }

  /** The place goes to the next in the queue directly: nobody who comes later can take it. */
  #release(): void {
    const next = this.#waiting[this.#head];
    if (next === undefined) {
      this.#free++;
      return;
    }
    this.#head++;
    if (this.#head === this.#waiting.length) {
      this.#waiting.length = 0;
      this.#head = 0;
    }
    next();
  }
}
