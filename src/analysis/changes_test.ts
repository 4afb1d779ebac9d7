import { assertAlmostEquals, assertEquals } from "@std/assert";
import { changeOf } from "./changes.ts";
import { summarize } from "./statistics.ts";

Deno.test("a change has Welch's interval", () => {
  // R: t.test(extra ~ group, data = sleep): difference of the means -1.58, 95 % from -3.3654832 to 0.2054832, df 17.776.
  const one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
  const two = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const before = summarize(one);
  const change = changeOf(before, summarize(two))!;
  const inUnits = (percent: number) => percent * before.mean / 100;
  assertAlmostEquals(inUnits(change.percent), 1.58, 1e-9);
  assertAlmostEquals(inUnits(change.low95!), -0.2054832, 1e-6);
  assertAlmostEquals(inUnits(change.high95!), 3.3654832, 1e-6);
});

Deno.test("a change without spread has no interval, one from 0 no percentage", () => {
  assertEquals(changeOf(summarize([10]), summarize([12, 13])), {
    percent: 25,
    low95: null,
    high95: null,
  });
  assertEquals(changeOf(summarize([10, 10]), summarize([9, 9])), {
    percent: -10,
    low95: -10,
    high95: -10,
  });
  assertEquals(changeOf(summarize([0]), summarize([1])), null);
  assertEquals(changeOf(summarize([1]), summarize([Infinity])), null);
});
