/** Goodput: the requests per second that met every service level objective (DistServe, arXiv:2401.09670). */
import { UsageError } from "../../lib/errors.ts";

const NAMES = ["ttft", "tpot", "e2el"] as const;

/** Limits of a good request in milliseconds; a metric without a limit is absent. */
export type Objectives = Partial<Readonly<Record<typeof NAMES[number], number>>>;

/** The times of one request in seconds. */
export interface RequestTimes {
  readonly ttft: number;
  /** 0 for an answer of one token, which has no time per further token. */
  readonly tpot: number;
  readonly e2el: number;
}

/**
 * Reads `ttft:200 tpot:50`. A repeated name: the last one counts.
 *
 * @throws UsageError for an unknown name, a missing colon or a value that is no number of at least 0.
 */
export function parseObjectives(pairs: readonly string[]): Objectives {
  const objectives: Partial<Record<string, number>> = {};
  for (const pair of pairs) {
    const [name = "", text = "", ...more] = pair.split(":");
    const value = text.trim() === "" || more.length > 0 ? NaN : Number(text);
    if (!(NAMES as readonly string[]).includes(name) || !(value >= 0)) {
      throw new UsageError(
        `Cannot use --goodput "${pair}": give one of ${
          NAMES.join(", ")
        }, a colon and milliseconds, for example ttft:200`,
      );
    }
    objectives[name] = value;
  }
  return objectives;
}

/** True if there is at least one limit. */
export function hasObjectives(objectives: Objectives): boolean {
  return Object.keys(objectives).length > 0;
}

/** How many requests met every limit; a time equal to its limit is good. 0 without limits, as in `vllm bench serve`. */
export function countGood(requests: readonly RequestTimes[], objectives: Objectives): number {
  if (!hasObjectives(objectives)) return 0;
  return requests.filter((request) =>
    NAMES.every((name) => (objectives[name] ?? Infinity) / 1000 >= request[name])
  ).length;
}
