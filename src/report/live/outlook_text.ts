/** The time that is left, for people: with how sure it is, and nothing made up. */
import { elapsedText } from "../../lib/duration.ts";
import type { Certainty } from "../../forecast/forecast.ts";

/** `about 2 min 05 s left, +- 10 s`. */
export function outlookText(
  etaMs: number | null,
  { error, runs, similar, unknown }: Certainty,
): string {
  if (etaMs === null) {
    const why = unknown === 0
      ? ""
      : unknown === runs
      ? ": nothing like it was measured yet"
      : `: ${unknown} of ${runs} runs are like none before`;
    return `time left not known yet${why}`;
  }
  if (etaMs < 1_000) return "about to end";
  if (error !== null) {
    const plusMinus = elapsedText(Math.max(1_000, error * etaMs));
    return `about ${elapsedText(etaMs)} left, +- ${plusMinus}`;
  }
  return similar === 0
    ? `about ${elapsedText(etaMs)} left`
    : `roughly ${elapsedText(etaMs)} left: ${similar} of ${runs} runs are only like others`;
}
