import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import reference from "../../tests/fixtures/bench/reference.json" with { type: "json" };
import { describe, mean, percentile, populationStd } from "./statistics.ts";

Deno.test("mean, deviation, median and percentiles agree with numpy", () => {
  for (const { values, percentiles, ...expected } of reference.statistics) {
    const percents = percentiles.map(([percent]) => percent!);
    const actual = describe(values, percents);

    // numpy adds in pairs, so the last bits of sums may differ.
    assertAlmostEquals(actual.mean, expected.mean, 1e-12);
    assertAlmostEquals(actual.std, expected.std, 1e-12);
    assertEquals(actual.median, expected.median);
    assertEquals(
      actual.percentiles,
      percentiles.map(([percent, value]) => ({ percent: percent!, value: value! })),
    );
  }
});

Deno.test("without values everything is 0, as vllm bench serve reports it", () => {
  assertEquals(describe([], [99]), {
    mean: 0,
    median: 0,
    std: 0,
    percentiles: [{ percent: 99, value: 0 }],
  });
});

Deno.test("an empty list has no mean, deviation or percentile", () => {
  assertThrows(() => mean([]), RangeError);
  assertThrows(() => populationStd([]), RangeError);
  assertThrows(() => percentile([], 50), RangeError);
});

Deno.test("a percentage outside 0 to 100 is refused", () => {
  for (const percent of [-1, 100.1, NaN]) {
    assertThrows(() => percentile([1, 2], percent), RangeError, "between 0 and 100");
  }
});

Deno.test("a percentile lies between the extremes and rises with the percentage", () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
  const percent = fc.double({ min: 0, max: 100, noNaN: true });
  fc.assert(fc.property(values, percent, percent, (list, a, b) => {
    const sorted = Float64Array.from(list).sort();
    const [low, high] = [percentile(sorted, Math.min(a, b)), percentile(sorted, Math.max(a, b))];
    const slack = 1e-9;
    return low <= high + slack && low >= sorted[0]! - slack && high <= sorted.at(-1)! + slack;
  }));
});
