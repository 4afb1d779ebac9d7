import { assertEquals } from "@std/assert";
import type { Combination, ServerStart } from "../plan/plan.ts";
import { benchLimit, benchLimits } from "./bench_limit.ts";

const MINUTE = 60_000;
const START = { combinations: [{}, {}] } as unknown as ServerStart;
const COMBINATION = {} as Combination;

function limit(givenMs: number | null, longestMs: number | null) {
  return benchLimit(givenMs, { longestMs: () => longestMs }, START, COMBINATION, 0);
}

Deno.test("a limit is ten times the longest run like it, at least ten minutes, unless one is given", () => {
  assertEquals(limit(null, 5 * MINUTE), { ms: 50 * MINUTE, isGiven: false });
  assertEquals(limit(null, 1_000), { ms: 10 * MINUTE, isGiven: false });
  assertEquals(limit(200, 5 * MINUTE), { ms: 200, isGiven: true });
  assertEquals(limit(null, null), null);
});

Deno.test("the limits of a plan are told with the combinations that have none", () => {
  const known = [5 * MINUTE, null];
  const limits = benchLimits(null, { longestMs: () => known.shift()! }, { starts: [START] });
  assertEquals(limits, {
    givenMs: null,
    shortestMs: 50 * MINUTE,
    longestMs: 50 * MINUTE,
    without: 1,
  });
  const given = benchLimits(200, { longestMs: () => 1 }, { starts: [START] });
  assertEquals([given.givenMs, given.without], [200, 0]);
});
