/** How many prompts the runs of a combination really sent: a data set may have fewer than were asked for. */
import { JsonNumber, type JsonObject } from "../json/value.ts";
import type { Row } from "./rows.ts";

/** `99 of 100 prompts`; null if as many as were asked for were sent. */
export function fewerPrompts(result: JsonObject | null): string | null {
  const asked = numberAt(result, "num_prompts");
  const completed = numberAt(result, "completed");
  return asked === null || completed === null || completed >= asked
    ? null
    : `${completed} of ${asked} prompts`;
}

/**
 * Combinations whose runs completed different numbers of requests: their numbers are not of the same load.
 *
 * @returns A sentence each.
 */
export function unequalPrompts(rows: readonly Row[]): string[] {
  return rows.flatMap(({ directory, combination: { runs } }) => {
    const numbers = new Set(
      runs.flatMap(({ result }) => numberAt(result, "completed") ?? []),
    );
    if (numbers.size < 2) return [];
    const list = [...numbers].sort((a, b) => a - b).join(", ");
    return [
      `The runs of ${
        directory || "the combination"
      } completed different numbers of requests: ${list}`,
    ];
  });
}

function numberAt(result: JsonObject | null, key: string): number | null {
  const value = result?.get(key);
  return value instanceof JsonNumber ? value.toNumber() : null;
}
