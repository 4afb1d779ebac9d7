/** What can be told of durations before anything runs. */
import type { DurationHistory } from "../forecast/durations.ts";
import { type Expectations, NOTHING_KNOWN } from "../forecast/expected.ts";
import { historyPath, readHistory } from "../store/history.ts";

/**
 * What is known of durations. Where there is nothing to learn from nothing is loaded: a dry run starts at once.
 *
 * @param known What is known already, from the journal of the directory; null for nothing. It learns the history.
 */
export async function expectations(known: DurationHistory | null): Promise<Expectations> {
  const path = historyPath();
  const measurements = path === null ? [] : readHistory(path);
  if (measurements.length === 0) return known ?? NOTHING_KNOWN;
  const { DurationHistory } = await import("../forecast/durations.ts");
  const history = known ?? new DurationHistory();
  for (const measurement of measurements) history.add(measurement);
  return history;
}
