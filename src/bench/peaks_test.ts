import { assertEquals } from "@std/assert";
import type { Outcome } from "./outcome.ts";
import { peaks } from "./peaks.ts";

function outcome(startS: number, ttftS: number, itlS: number[], success = true): Outcome {
  const latencyS = itlS.reduce((sum, gap) => sum + gap, ttftS);
  const tokens = { promptTokens: 1, outputTokens: itlS.length + 1 };
  return { success, error: "", ...tokens, startS, queueS: 0, ttftS, itlS, latencyS, text: "" };
}

Deno.test("tokens are counted in the second in which they arrive", () => {
  const outcomes = [outcome(10, 0.5, [0.25, 0.5, 0.25]), outcome(10, 1.25, [])];

  // The first second has 0.5 and 0.75; the next one 1.25, 1.5 and the other request's 1.25.
  assertEquals(peaks(outcomes), { outputTokensPerS: 3, concurrentRequests: 2 });
});

Deno.test("requests that share a second count together even if they never overlap", () => {
  const outcomes = [outcome(0, 0.25, []), outcome(0.5, 0.25, []), outcome(5, 0.25, [])];

  assertEquals(peaks(outcomes).concurrentRequests, 2);
});

Deno.test("failed requests do not count", () => {
  const outcomes = [outcome(0, 0.25, []), outcome(0, 0.25, [0.1, 0.1], false)];

  assertEquals(peaks(outcomes), { outputTokensPerS: 1, concurrentRequests: 1 });
});

Deno.test("without a successful request both peaks are 0", () => {
  assertEquals(peaks([outcome(0, 1, [], false)]), { outputTokensPerS: 0, concurrentRequests: 0 });
});

Deno.test("tokens that arrive exactly at the end of the run are counted", () => {
  assertEquals(peaks([outcome(0, 1, [0])]).outputTokensPerS, 2);
});
