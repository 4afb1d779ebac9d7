/** The best second of a run. */
import type { Outcome } from "./outcome.ts";

/** Peaks over the seconds of a run, counted from the start of its first successful request. */
export interface Peaks {
  /** Most tokens that arrived in one second. A chunk counts as one token, as in `vllm bench serve`. */
  readonly outputTokensPerS: number;
  /** Most requests that were active at some time of one second. */
  readonly concurrentRequests: number;
}

/** The peaks of the successful requests of `outcomes`; zero if there is none. */
export function peaks(outcomes: readonly Outcome[]): Peaks {
  const done = outcomes.filter((outcome) => outcome.success);
  let first = Infinity;
  let last = -Infinity;
  for (const { startS, latencyS } of done) {
    first = Math.min(first, startS);
    last = Math.max(last, startS + latencyS);
  }
  if (done.length === 0) return { outputTokensPerS: 0, concurrentRequests: 0 };

  const seconds = Math.ceil(last - first) + 1;
  const tokens = new Float64Array(seconds);
  const active = new Float64Array(seconds);
  for (const { startS, latencyS, ttftS, itlS } of done) {
    let atS = startS + ttftS;
    increment(tokens, atS - first);
    for (const gapS of itlS) {
      atS += gapS;
      increment(tokens, atS - first);
    }
    const end = Math.trunc(startS + latencyS - first);
    for (let second = Math.trunc(startS - first); second <= end; second++) active[second]! += 1;
  }
  return { outputTokensPerS: largest(tokens), concurrentRequests: largest(active) };
}

/** Summed gaps can round to just past the last second: such a token is not counted, as in `vllm bench serve`. */
function increment(buckets: Float64Array, atS: number): void {
  const second = Math.trunc(atS);
  if (second >= 0 && second < buckets.length) buckets[second]! += 1;
}

function largest(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}
