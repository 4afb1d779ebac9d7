/** One line on the terminal that says how far the run is. */

/** Shorter pauses would cost time that belongs to the measurement. */
const PAUSE_MS = 200;

/** Rewrites its line at most five times a second. */
export class Progress {
  readonly #total: number;
  readonly #write: ((text: string) => void) | null;
  #done = 0;
  #failed = 0;
  #lastMs = -Infinity;

  /** @param write null: nothing is shown. */
  constructor(total: number, write: ((text: string) => void) | null) {
    this.#total = total;
    this.#write = write;
  }

  /** One more request is through, at `nowMs` of any clock. */
  add(success: boolean, nowMs: number): void {
    this.#done++;
    if (!success) this.#failed++;
    if (nowMs - this.#lastMs < PAUSE_MS && this.#done < this.#total) return;
    this.#lastMs = nowMs;
    const failed = this.#failed === 0 ? "" : `, ${this.#failed} failed`;
    this.#write?.(`\r${this.#done} of ${this.#total} requests${failed}`);
  }

  /** Leaves the line. */
  end(): void {
    if (this.#done > 0) this.#write?.("\n");
  }
}
