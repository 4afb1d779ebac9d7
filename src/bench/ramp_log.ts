/** When a rising request rate reached each whole number. */
import type { RampUp } from "./settings/settings.ts";

/** One line of the result's `rps_change_events`. */
export interface RateChange {
  readonly rps: number;
  /** Local time as Python's `isoformat` writes it. */
  readonly timestamp: string;
}

/** Notes the start rate at once and every whole rate that `reached` passes. */
export class RampLog {
  readonly changes: RateChange[] = [];
  #last = -1;
  readonly #now: () => string;

  /** @param rampUp null: nothing is noted. */
  constructor(readonly rampUp: RampUp | null, now: () => string) {
    this.#now = now;
    if (rampUp === null) return;
    this.#last = rampUp.startRps;
    this.changes.push({ rps: this.#last, timestamp: now() });
  }

  /** A request was due at this rate. */
  reached(rps: number): void {
    if (this.rampUp === null || Math.trunc(rps) <= this.#last) return;
    const timestamp = this.#now();
    for (let whole = this.#last + 1; whole <= Math.trunc(rps); whole++) {
      this.changes.push({ rps: whole, timestamp });
    }
    this.#last = Math.trunc(rps);
  }
}
