/** What a server has counted since its start. */
import type { CounterSource, CounterWay } from "../engine/engine.ts";
import { counterSums } from "./prometheus.ts";

/** Counters at one moment. Null: the server does not count that. */
export interface Counters {
  /** Prompt tokens that were looked for in the prefix cache, and those that were found. */
  readonly lookedUp: number | null;
  readonly found: number | null;
  /** Requests that came to an end. */
  readonly requests: number | null;
  readonly preemptions: number | null;
  /** When its process started, in seconds since 1970. */
  readonly startedAtS: number | null;
}

/** What the Python client library says of every process that it counts for. */
const START = "process_start_time_seconds";

/** Reads the answer of a server to its counter path. */
export function readCounters(text: string, source: CounterSource): Counters {
  const { lookedUp, found, requests, preemptions } = source;
  const ways = [...lookedUp, ...found, ...requests, ...preemptions];
  const sums = counterSums(text, [...ways.flat(), START]);
  return {
    lookedUp: firstOf(lookedUp, sums),
    found: firstOf(found, sums),
    requests: firstOf(requests, sums),
    preemptions: firstOf(preemptions, sums),
    startedAtS: sums.get(START) ?? null,
  };
}

/** The first way of which every family is there. */
function firstOf(ways: readonly CounterWay[], sums: ReadonlyMap<string, number>): number | null {
  for (const way of ways) {
    const values = way.map((name) => sums.get(name));
    if (values.every((value) => value !== undefined)) {
      return values.reduce((sum, value) => sum + value, 0);
    }
  }
  return null;
}

/** What was counted between two moments; null where one of them has no number. */
export function countedBetween(
  before: Counters,
  after: Counters,
  name: Exclude<keyof Counters, "startedAtS">,
): number | null {
  const [from, to] = [before[name], after[name]];
  return from === null || to === null ? null : to - from;
}

/** Why the two cannot be of the same process; null if they can. */
export function replacedServer(before: Counters, after: Counters): string | null {
  const [from, to] = [before.startedAtS, after.startedAtS];
  if (from !== null && to !== null && from !== to) {
    return `the server's process started ${Math.abs(to - from).toFixed(1)} s ${
      to > from ? "after" : "before"
    } the one that was there before the run`;
  }
  for (const name of ["requests", "lookedUp", "found", "preemptions"] as const) {
    const counted = countedBetween(before, after, name);
    if (counted !== null && counted < 0) {
      return `its counter of ${WORDS[name]} went from ${before[name]} back to ${after[name]}`;
    }
  }
  return null;
}

const WORDS = {
  requests: "requests",
  lookedUp: "prompt tokens",
  found: "cached prompt tokens",
  preemptions: "preemptions",
} as const;
