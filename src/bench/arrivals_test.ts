import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import reference from "../../tests/fixtures/bench/reference.json" with { type: "json" };
import { type Arrival, arrivals, rateAt } from "./arrivals.ts";
import type { RampUp, Traffic } from "./settings/settings.ts";
import { mean, populationStd } from "./statistics.ts";

function traffic(change: Partial<Traffic> = {}): Traffic {
  return { requestRate: 10, burstiness: 1, rampUp: null, ...change };
}

function intervals(schedule: readonly Arrival[]): number[] {
  return schedule.map(({ atS }, index) => atS - (schedule[index - 1]?.atS ?? 0));
}

Deno.test("an infinite rate sends everything at once", () => {
  const schedule = arrivals(traffic({ requestRate: Infinity }), 3, 0);

  assertEquals(schedule, Array(3).fill({ atS: 0, rps: Infinity }));
});

Deno.test("infinite burstiness sends at constant intervals", () => {
  const schedule = arrivals(traffic({ requestRate: 4, burstiness: Infinity }), 4, 0);

  assertEquals(schedule.map(({ atS }) => atS), [0.25, 0.5, 0.75, 1]);
});

Deno.test("times are in order and the last request is due at exactly total / rate", () => {
  const rate = fc.double({ min: 0.01, max: 1e4, noNaN: true });
  const burstiness = fc.double({ min: 0.05, max: 50, noNaN: true });
  fc.assert(
    fc.property(
      rate,
      burstiness,
      fc.integer({ min: 1, max: 60 }),
      fc.nat(),
      (r, b, total, seed) => {
        const schedule = arrivals(traffic({ requestRate: r, burstiness: b }), total, seed);
        assertEquals(schedule.length, total);
        assert(intervals(schedule).every((interval) => interval >= 0));
        assertAlmostEquals(schedule.at(-1)!.atS / (total / r), 1, 1e-12);
      },
    ),
  );
});

Deno.test("the seed decides the schedule", () => {
  const [a, again, b] = [1, 1, 2].map((seed) => arrivals(traffic(), 20, seed));

  assertEquals(a, again);
  assert(JSON.stringify(a) !== JSON.stringify(b));
});

Deno.test("intervals have the mean and the spread of a gamma distribution", () => {
  for (const burstiness of [0.25, 1, 4]) {
    const gaps = intervals(arrivals(traffic({ burstiness }), 20_000, 0));

    assertAlmostEquals(mean(gaps), 0.1, 1e-9);
    // Coefficient of variation of a gamma distribution: 1 / sqrt(shape). 0.05 is over 3 standard errors for each of these.
    assertAlmostEquals(populationStd(gaps) / 0.1 * Math.sqrt(burstiness), 1, 0.05);
  }
});

Deno.test("rates of a ramp-up agree with vllm bench serve", () => {
  for (const { strategy, startRps, endRps, rates } of reference.ramps) {
    const rampUp = { strategy, startRps, endRps } as RampUp;
    for (const [index, rate] of rates.entries()) {
      const actual = rateAt(traffic({ rampUp }), index, rates.length);
      assertAlmostEquals(actual, rate, 1e-12 * rate);
    }
  }
});

Deno.test("the times of a ramp-up are not stretched", () => {
  const rampUp: RampUp = { strategy: "linear", startRps: 1, endRps: 4 };
  const schedule = arrivals(traffic({ burstiness: Infinity, rampUp }), 4, 0);

  assertEquals(schedule.map(({ rps }) => rps), [1, 2, 3, 4]);
  const sums = [1, 1 + 1 / 2, 1 + 1 / 2 + 1 / 3, 1 + 1 / 2 + 1 / 3 + 1 / 4];
  assertEquals(schedule.map(({ atS }) => atS), sums);
});

Deno.test("a rate that is not positive cannot be scheduled", () => {
  for (const requestRate of [0, -1, NaN]) {
    assertThrows(() => arrivals(traffic({ requestRate }), 1, 0), RangeError, "request rate");
  }
});
