import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { studentT95, summarize } from "./statistics.ts";

Deno.test("the quantiles of Student's t are those of the printed tables", () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2, column 0.975.
  const table: readonly (readonly [number, number])[] = [
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [19, 2.093],
    [29, 2.045],
    [99, 1.984],
  ];
  for (const [degrees, quantile] of table) {
    assertAlmostEquals(studentT95(degrees), quantile, 0.0005, `${degrees} degrees of freedom`);
  }
  // Exact: with 1 degree tan(0.475 π), with 2 degrees √2 · 0.95 / √(1 - 0.95²) by the closed forms of the distribution.
  assertAlmostEquals(studentT95(1), Math.tan(0.475 * Math.PI), 1e-6);
  assertAlmostEquals(studentT95(2), Math.SQRT2 * 0.95 / Math.sqrt(1 - 0.95 ** 2), 1e-6);
});

Deno.test("a summary has mean, sample deviation, range and interval", () => {
  // R: t.test(c(100, 102, 98, 101)) gives 97.54228 102.95772; sd is 1.707825.
  const { low95, high95, sd, ...rest } = summarize([100, 102, 98, 101]);
  assertEquals(rest, { n: 4, mean: 100.25, min: 98, max: 102 });
  assertAlmostEquals(sd!, Math.sqrt(8.75 / 3), 1e-12);
  assertAlmostEquals(low95!, 100.25 - 3.182446305 * Math.sqrt(8.75 / 3) / 2, 1e-6);
  assertAlmostEquals(high95!, 100.25 + 3.182446305 * Math.sqrt(8.75 / 3) / 2, 1e-6);
});

Deno.test("one value has no spread, and equal values have an interval of no width", () => {
  assertEquals(summarize([5]), {
    n: 1,
    mean: 5,
    sd: null,
    min: 5,
    max: 5,
    low95: null,
    high95: null,
  });
  const { sd, low95, high95 } = summarize([0.1, 0.1, 0.1]);
  assertEquals([sd, low95, high95], [0, 0.1, 0.1]);
});

Deno.test("an infinite rate has a mean and no spread; NaN is missing", () => {
  const infinite = summarize([Infinity, Infinity]);
  assertEquals([infinite.mean, infinite.sd, infinite.low95, infinite.max], [
    Infinity,
    null,
    null,
    Infinity,
  ]);
  assertEquals(summarize([1, Infinity]).min, 1);
  assertEquals(summarize([NaN, 3]).n, 1);
  assertThrows(() => summarize([NaN]), RangeError, "no values");
});
