import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { EventMaker, TOOK, type Took } from "./_events.ts";
import { planOf, type SweepTexts } from "../plan/_sweep.ts";
import { DurationHistory } from "./durations.ts";
import { estimatePlan, leastUsefulMs, oneMoreRunMs } from "./estimate.ts";
import type { Plan } from "../plan/plan.ts";
import { planSize } from "../plan/remaining.ts";

const SWEEP: SweepTexts = {
  benchCmd: "vllm bench serve --model m",
  serveParams: `[{"max_num_seqs": 1}, {"max_num_seqs": 2}]`,
  benchParams: `[{"max_concurrency": 1}, {"max_concurrency": 2}]`,
  warmupNumPrompts: 2,
  numRuns: 3,
};

function historyOf(plan: Plan, took: Took = TOOK, maker = new EventMaker()): DurationHistory {
  const history = new DurationHistory();
  for (const event of maker.sweep(plan, took)) history.learn(event);
  return history;
}

Deno.test("of a plan of which nothing is known there is no estimate", () => {
  const plan = planOf(SWEEP);
  const estimate = estimatePlan(plan, new DurationHistory(), { gpusOf: () => 1 });
  assertEquals(estimate.wallMs, null);
  assertEquals(estimate.totalMs, null);
  assertEquals(estimate.gpuMs, null);
  assertEquals(estimate.starts.map(({ totalMs }) => totalMs), [null, null]);
  assertEquals(estimate.isPartial, true);
  assertEquals(estimate.certainty, {
    starts: { same: 0, similar: 0, unknown: 2 },
    runs: { same: 0, similar: 0, unknown: 12 },
  });
});

Deno.test("a plan that was run before takes what it took, part by part", () => {
  const plan = planOf(SWEEP);
  const maker = new EventMaker();
  const beganMs = maker.nowMs;
  const history = historyOf(plan, TOOK, maker);
  const estimate = estimatePlan(plan, history, { gpusOf: () => 2 });
  const each = {
    startupMs: 100_000,
    runsMs: 2 * (3 * 1_000 + 200),
    resetMs: 2 * 4 * 30,
    stopMs: 4_000,
  };
  const totalMs = each.startupMs + each.runsMs + each.resetMs + each.stopMs;
  for (const { start: _start, ...times } of estimate.starts) {
    assertEquals(times, { ...each, totalMs });
  }
  assertEquals(estimate.totalMs, 2 * totalMs);
  assertEquals(estimate.wallMs, maker.nowMs - beganMs);
  assertEquals(estimate.runsMs, 2 * each.runsMs);
  assertEquals(estimate.gpuMs, 4 * totalMs);
  assertEquals(estimate.isPartial, false);
  assertEquals(estimate.certainty, {
    starts: { same: 2, similar: 0, unknown: 0 },
    runs: { same: 12, similar: 0, unknown: 0 },
  });
});

Deno.test("what is new is like what is near, and is counted as such", () => {
  const history = historyOf(planOf(SWEEP));
  const larger = planOf({
    ...SWEEP,
    serveParams: `[{"max_num_seqs": 1}, {"max_num_seqs": 9}]`,
    benchParams: `[{"max_concurrency": 1}, {"max_concurrency": 9}]`,
  });
  assertEquals(estimatePlan(larger, history).certainty, {
    starts: { same: 1, similar: 1, unknown: 0 },
    runs: { same: 3, similar: 9, unknown: 0 },
  });
});

Deno.test("unknown parts are left out: known start-ups with an unknown benchmark are a part of the whole", () => {
  const plan = planOf({ ...SWEEP, warmupNumPrompts: 0, resetCaches: false });
  const history = historyOf(plan);
  const other = planOf({
    ...SWEEP,
    benchCmd: "./another-bench",
    warmupNumPrompts: 0,
    resetCaches: false,
  });
  const estimate = estimatePlan(other, history);
  assertEquals(estimate.isPartial, true);
  assertEquals(estimate.runsMs, null);
  assertEquals(estimate.wallMs, 2 * (TOOK.startupMs + TOOK.stopMs));
  assertEquals(estimate.plusMinusMs, null);
  assertEquals(estimate.certainty.runs.unknown, 12);
});

Deno.test("starts side by side take what the packing says, their GPU time stays", () => {
  const plan = planOf(SWEEP);
  const history = historyOf(plan);
  const longest = (jobs: readonly { totalMs: number }[]) =>
    Math.max(...jobs.map(({ totalMs }) => totalMs));
  const one = estimatePlan(plan, history, { gpusOf: () => 1 });
  const packed = estimatePlan(plan, history, { gpusOf: () => 1, wallMs: longest });
  assertEquals(packed.wallMs, one.wallMs! / 2);
  assertEquals([packed.gpuMs, packed.totalMs], [one.gpuMs, one.totalMs]);
  assertEquals(estimatePlan(plan, history, { gpusOf: () => null }).gpuMs, null);
});

Deno.test("how far off it may be is told once guesses could be compared with what came", () => {
  const plan = planOf({ ...SWEEP, numRuns: 4 });
  const maker = new EventMaker();
  const history = historyOf(plan, TOOK, maker);
  // Of start-ups and stops only one each is known.
  assertEquals(estimatePlan(plan, history).plusMinusMs, null);
  for (const event of maker.sweep(plan, { ...TOOK, startupMs: 110_000 })) history.learn(event);
  const { plusMinusMs, wallMs } = estimatePlan(plan, history);
  // Two start-ups of 110 s that were expected to take 100 s.
  assertAlmostEquals(plusMinusMs!, Math.hypot(10_000, 10_000), 1_000);
  assert(plusMinusMs! < wallMs!);
});

Deno.test("an empty plan takes no time that could be told", () => {
  const estimate = estimatePlan({ ...planOf(SWEEP), starts: [] }, new DurationHistory());
  assertEquals([estimate.wallMs, estimate.starts.length, estimate.isPartial], [null, 0, false]);
});

Deno.test("the sums are the sums of the parts, and each run is counted once", () => {
  const text = (count: number) => JSON.stringify(Array.from({ length: count }, (_, a) => ({ a })));
  const small = fc.integer({ min: 1, max: 5 });
  fc.assert(fc.property(small, small, small, small, (serve, bench, seenServe, seenBench) => {
    const history = historyOf(
      planOf({ ...SWEEP, serveParams: text(seenServe), benchParams: text(seenBench) }),
    );
    const plan = planOf({ ...SWEEP, serveParams: text(serve), benchParams: text(bench) });
    const { starts, certainty, ...all } = estimatePlan(plan, history);
    const size = planSize(plan);
    const { same, similar, unknown } = certainty.runs;
    assertEquals(same + similar + unknown, size.runs);
    assertEquals(same, 3 * Math.min(serve, seenServe) * Math.min(bench, seenBench));
    assertEquals(certainty.starts.same, Math.min(serve, seenServe));
    const sum = (values: (number | null)[]) => values.reduce<number>((a, b) => a + (b ?? 0), 0);
    assertEquals(all.totalMs, sum([all.startupMs, all.runsMs, all.resetMs, all.stopMs]));
    assertEquals(all.totalMs, sum(starts.map(({ totalMs }) => totalMs)));
  }));
});

Deno.test("the least that a start is good for is its shortest run, with what comes before and after", () => {
  const plan = planOf(SWEEP);
  const history = historyOf(plan);
  const [start] = plan.starts;
  const [combination] = start!.combinations;
  const { startupMs, warmupMs, runMs, resetMs, stopMs } = TOOK;
  assertEquals(
    leastUsefulMs(history, start!),
    startupMs + warmupMs + resetMs + runMs + resetMs + stopMs,
  );
  assertEquals(oneMoreRunMs(history, start!, combination!, false), runMs + resetMs + stopMs);
  assertEquals(leastUsefulMs(new DurationHistory(), start!), null);
  assertEquals(oneMoreRunMs(new DurationHistory(), start!, combination!, true), null);
});
