import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { difference } from "./difference.ts";

Deno.test("the interval is Welch's, as scipy computes it", () => {
  // ci = scipy.stats.ttest_ind(b, a, equal_var=False).confidence_interval(0.95), in percent of the mean of a, which is 21.62.
  const a = [27.5, 21.0, 19.0, 23.6, 17.0];
  const b = [27.1, 22.0, 20.8, 23.4, 23.4];
  const { percent, low95, high95 } = difference(a, b);
  assertAlmostEquals(percent, 100 * 1.72 / 21.62, 1e-9);
  assertAlmostEquals(low95!, -15.623524932429808, 1e-6);
  assertAlmostEquals(high95!, 31.53471827193033, 1e-6);
});

Deno.test("one value has no interval, equal values have none but the difference", () => {
  assertEquals(difference([10], [9, 9]), { percent: -10, low95: null, high95: null });
  assertEquals(difference([10, 10], [9, 9]), { percent: -10, low95: -10, high95: -10 });
});

Deno.test("nothing is compared with nothing", () => {
  assertThrows(() => difference([0, 0], [1]), RangeError);
  assertThrows(() => difference([], [1]), RangeError);
});
