/** How long a benchmark run may take before it counts as one that hangs. */
import { WARMUP_RUN } from "../journal/event.ts";
import type { Combination, Plan, ServerStart } from "../plan/plan.ts";
import type { Expectations } from "./expected.ts";

/** A benchmark that takes so many times as long as the longest like it hangs. */
export const TIMES_THE_LONGEST = 10;

/** Below this no run counts as one that hangs, unless the user says so: caches may be cold, and machines busy. */
export const SHORTEST_LIMIT_MS = 600_000;

/** A limit of a run. */
export interface BenchLimit {
  readonly ms: number;
  /** `--bench-timeout` says it; else it follows from what such runs took. */
  readonly isGiven: boolean;
}

/**
 * The limit of a run: the one that is given, else ten times the longest run known of the same benchmark command on the same model,
 * and at least ten minutes.
 *
 * @param givenMs Of `--bench-timeout`; null without it.
 * @returns Null for no limit: no such run is known.
 */
export function benchLimit(
  givenMs: number | null,
  known: Pick<Expectations, "longestMs">,
  start: ServerStart,
  combination: Combination,
  run: number,
): BenchLimit | null {
  if (givenMs !== null) return { ms: givenMs, isGiven: true };
  const longestMs = known.longestMs(start, combination, run === WARMUP_RUN);
  if (longestMs === null) return null;
  return { ms: Math.max(SHORTEST_LIMIT_MS, longestMs * TIMES_THE_LONGEST), isGiven: false };
}

/** The limits of the measured runs of a plan. */
export interface BenchLimits {
  readonly givenMs: number | null;
  /** Of those that follow from what such runs took; null if there are none. */
  readonly shortestMs: number | null;
  readonly longestMs: number | null;
  /** How many combinations have none, since no run of them is known. */
  readonly without: number;
}

/** The limits of a plan, as {@linkcode benchLimit} has them. */
export function benchLimits(
  givenMs: number | null,
  known: Pick<Expectations, "longestMs">,
  { starts }: Pick<Plan, "starts">,
): BenchLimits {
  let shortestMs = Infinity;
  let longestMs = -Infinity;
  let without = 0;
  for (const start of givenMs === null ? starts : []) {
    for (const combination of start.combinations) {
      const limit = benchLimit(null, known, start, combination, 0);
      if (limit === null) without++;
      else {
        shortestMs = Math.min(shortestMs, limit.ms);
        longestMs = Math.max(longestMs, limit.ms);
      }
    }
  }
  const isKnown = longestMs > 0;
  return {
    givenMs,
    shortestMs: isKnown ? shortestMs : null,
    longestMs: isKnown ? longestMs : null,
    without,
  };
}
