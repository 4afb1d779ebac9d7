/** What can be told of durations before anything runs. */
import type { DurationBook } from "../forecast/durations.ts";
import { type Expectations, NOTHING_KNOWN } from "../forecast/expected.ts";
import { historyPath, readHistory } from "../store/history.ts";

/**
 * What is known of durations. Where there is nothing to learn from nothing is loaded: a dry run starts at once.
 *
 * @param book What is known already, from the journal of the directory; null for nothing. It learns the history.
 */
export async function expectations(book: DurationBook | null): Promise<Expectations> {
  const path = historyPath();
  const history = path === null ? [] : readHistory(path);
  if (history.length === 0) return book ?? NOTHING_KNOWN;
  const { DurationBook } = await import("../forecast/durations.ts");
  const known = book ?? new DurationBook();
  for (const measurement of history) known.add(measurement);
  return known;
}
