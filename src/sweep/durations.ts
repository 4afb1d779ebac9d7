/** What is known about durations: from the directory that is resumed, from the history of this machine, and from the sweep itself. */
import { DurationBook } from "../forecast/durations.ts";
import type { Event } from "../journal/event.ts";
import { appendHistory, historyPath, readHistory } from "../store/history.ts";

/**
 * Adds the history of this machine to a book.
 *
 * @param book What is known already, from the journal of the directory; null for nothing.
 */
export function withHistory(book: DurationBook | null): DurationBook {
  const known = book ?? new DurationBook();
  const path = historyPath();
  for (const measurement of path === null ? [] : readHistory(path)) known.add(measurement);
  return known;
}

/** Learns from the events of a sweep, and writes what was measured into the history of this machine. */
export class DurationLog {
  readonly book: DurationBook;
  #path = historyPath();

  /** @param book What is known before the sweep. */
  constructor(book: DurationBook) {
    this.book = book;
  }

  /** Each event once, in order. Never throws. */
  record(event: Event): void {
    const measured = this.book.learn(event);
    // What cannot be written once will not be the next time either, and each try takes time.
    if (this.#path !== null && !appendHistory(this.#path, measured)) this.#path = null;
  }
}
