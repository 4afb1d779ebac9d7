/** What is known about durations: from the directory that is resumed, from the history of this machine, and from the sweep itself. */
import type { DurationBook } from "../plan/durations.ts";
import { type Expectations, NOTHING_KNOWN } from "../plan/expected.ts";
import type { Event } from "../record.ts";
import { appendHistory, historyPath, readHistory } from "../store/history.ts";

/**
 * What can be told before a sweep. Where there is nothing to learn from nothing is loaded: a dry run starts at once.
 *
 * @param book What is known already, from the journal of the directory; null for nothing. It learns the history.
 */
export async function expectations(book: DurationBook | null): Promise<Expectations> {
  const path = historyPath();
  const history = path === null ? [] : readHistory(path);
  if (history.length === 0) return book ?? NOTHING_KNOWN;
  const { DurationBook } = await import("../plan/durations.ts");
  const known = book ?? new DurationBook();
  for (const measurement of history) known.add(measurement);
  return known;
}

/** Learns from the events of a sweep, and writes what was measured into the history of this machine. */
export class DurationLog {
  readonly book: DurationBook;
  #path = historyPath();

  /** @param book What is known from the journal of the directory; it learns the history. */
  constructor(book: DurationBook) {
    this.book = book;
    for (const measurement of this.#path === null ? [] : readHistory(this.#path)) {
      book.add(measurement);
    }
  }

  /** Each event once, in order. Never throws. */
  record(event: Event): void {
    const measured = this.book.learn(event);
    // What cannot be written once will not be the next time either, and each try takes time.
    if (this.#path !== null && !appendHistory(this.#path, measured)) this.#path = null;
  }
}
