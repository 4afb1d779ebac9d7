/** The results that the block shows. Each scrolls away above it when newer ones come, so it is on the screen once. */

/** A valid run. */
export interface ResultNote {
  /** Which run. */
  readonly place: string;
  /** What came out: `12.3 s, 456.7 tokens/s, TTFT 8.9 ms`. */
  readonly detail: string;
  /** Its line where it scrolls away. */
  readonly line: string;
}

/** How many are shown. */
const SHOWN = 3;

/** Keeps the last ones. */
export class LastResults {
  #notes: ResultNote[] = [];

  /** Those that are shown, oldest first. */
  get notes(): readonly ResultNote[] {
    return this.#notes;
  }

  /** @returns The one that is shown no more; null if there is room. */
  add(note: ResultNote): ResultNote | null {
    this.#notes.push(note);
    return this.#notes.length > SHOWN ? this.#notes.shift()! : null;
  }

  /** Shows none any more. @returns Those that were shown. */
  clear(): ResultNote[] {
    return this.#notes.splice(0);
  }
}
