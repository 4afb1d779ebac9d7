/** What is known about durations: from the directory that is resumed, from the history of this machine, and from the sweep itself. */
import { DurationHistory } from "../forecast/durations.ts";
import type { Event } from "../journal/event.ts";
import { appendHistory, historyPath, readHistory } from "../store/history.ts";

/**
 * Adds what was measured on this machine to what is known.
 *
 * @param known What is known already, from the journal of the directory; null for nothing.
 */
export function withHistory(known: DurationHistory | null): DurationHistory {
  const history = known ?? new DurationHistory();
  const path = historyPath();
  for (const measurement of path === null ? [] : readHistory(path)) {
    history.add(measurement);
  }
  return history;
}

/** Learns from the events of a sweep, and writes what was measured into the history of this machine. */
export class DurationLog {
  readonly history: DurationHistory;
  #path = historyPath();

  /** @param history What is known before the sweep. */
  constructor(history: DurationHistory) {
    this.history = history;
  }

  /** Each event once, in order. Never throws. */
  record(event: Event): void {
    const measured = this.history.learn(event);
    // What cannot be written once will not be the next time either, and each try takes time.
    if (this.#path !== null && !appendHistory(this.#path, measured)) this.#path = null;
  }
}
