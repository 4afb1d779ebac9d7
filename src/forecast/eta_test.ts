import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { EventMaker, FAILURE, TOOK, type Took } from "./_events.ts";
import { planOf, type SweepTexts } from "../plan/_sweep.ts";
import { DurationHistory } from "./durations.ts";
import { estimatePlan } from "./estimate.ts";
import type { Plan } from "../plan/plan.ts";
import { type Event, ofStart } from "../journal/event.ts";
import { Eta, type EtaOptions } from "./eta.ts";

const SWEEP: SweepTexts = {
  benchCmd: "vllm bench serve --model m",
  serveParams: `[{"max_num_seqs": 1}, {"max_num_seqs": 2}, {"max_num_seqs": 3}]`,
  benchParams: `[{"max_concurrency": 1}, {"max_concurrency": 2}]`,
  warmupNumPrompts: 2,
  numRuns: 3,
};

/** A history that has seen a plan run. */
function historyOf(plan: Plan, took: Took = TOOK, maker = new EventMaker()): DurationHistory {
  const history = new DurationHistory();
  for (const event of maker.sweep(plan, took)) history.learn(event);
  return history;
}

/** Tells each event to both and gives the remaining time after it, with the clock of the events. */
function* follow(
  plan: Plan,
  history: DurationHistory,
  events: Iterable<Event>,
  options: EtaOptions = {},
): Generator<{ event: Event; nowMs: number; etaMs: number | null }> {
  const eta = new Eta(plan, history, options);
  for (const event of events) {
    const nowMs = Date.parse(event.time);
    history.learn(event);
    eta.update(event, nowMs);
    yield { event, nowMs, etaMs: eta.etaMs(nowMs) };
  }
}

Deno.test("a sweep of known durations: what is told at each event is what is left, to the millisecond", () => {
  const shapes = fc.record({
    starts: fc.integer({ min: 1, max: 4 }),
    benches: fc.integer({ min: 1, max: 30 }),
    numRuns: fc.integer({ min: 1, max: 3 }),
    warmupNumPrompts: fc.nat(1),
    resetCaches: fc.boolean(),
    took: fc.record({
      startupMs: fc.integer({ min: 1, max: 1e6 }),
      runMs: fc.integer({ min: 1, max: 1e6 }),
      warmupMs: fc.integer({ min: 1, max: 1e6 }),
      resetMs: fc.integer({ min: 1, max: 1e6 }),
      stopMs: fc.integer({ min: 1, max: 1e6 }),
    }),
  });
  fc.assert(
    fc.property(shapes, ({ starts, benches, took, ...rest }) => {
      const sets = (count: number) =>
        JSON.stringify(Array.from({ length: count }, (_, a) => ({ a })));
      const plan = planOf({
        ...SWEEP,
        serveParams: sets(starts),
        benchParams: sets(benches),
        ...rest,
      });
      const maker = new EventMaker();
      const history = historyOf(plan, took, maker);
      const before = new Eta(plan, history).etaMs(0);
      assertEquals(before, estimatePlan(plan, history).wallMs);
      const steps = [...follow(plan, history, maker.sweep(plan, took))];
      const endMs = maker.nowMs;
      for (const { event, nowMs, etaMs } of steps) {
        assertAlmostEquals(etaMs!, endMs - nowMs, 1e-3, event.type);
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("it counts down within a run, and what takes longer than expected is about to end", () => {
  const plan = planOf({ ...SWEEP, numRuns: 1, warmupNumPrompts: 0, resetCaches: false });
  const maker = new EventMaker();
  const history = historyOf(plan, TOOK, maker);
  const eta = new Eta(plan, history);
  const [start] = plan.starts;
  const startedMs = maker.nowMs;
  eta.update(maker.starting(start!), startedMs);
  const total = estimatePlan(plan, history).totalMs!;
  assertEquals(eta.etaMs(startedMs), total);
  assertEquals(eta.etaMs(startedMs + 40_000), total - 40_000);
  assertEquals(eta.etaMs(startedMs + 900_000), total - TOOK.startupMs);
});

Deno.test("of a sweep that is like nothing before nothing is told until each part was seen once", () => {
  const plan = planOf(SWEEP);
  const steps = [...follow(plan, new DurationHistory(), new EventMaker().sweep(plan))];
  const first = steps.findIndex(({ etaMs }) => etaMs !== null);
  assertEquals(steps[first]!.event.type, "run-finished");
  const known = steps.slice(first);
  assert(known.every(({ etaMs }) => etaMs !== null));
  // The stop of a server is known after the first one, the rest before.
  const endMs = steps.at(-1)!.nowMs;
  const afterStop = steps.findIndex(({ event }) => event.type === "server-stopped");
  for (const { etaMs, nowMs } of steps.slice(afterStop)) assertEquals(etaMs, endMs - nowMs);
});

Deno.test("a single run of unknown length has no end that can be told", () => {
  const plan = planOf({ numRuns: 1 });
  const maker = new EventMaker();
  const events = [...maker.sweep(plan)];
  const ready = events.findIndex(({ type }) => type === "run-started");
  const steps = [...follow(plan, new DurationHistory(), events.slice(0, ready + 1))];
  assertEquals(steps.map(({ etaMs }) => etaMs), steps.map(() => null));
});

Deno.test("a retried run is done again, a server that died starts again, one given up is not waited for", () => {
  const plan = planOf({ ...SWEEP, warmupNumPrompts: 0, numRuns: 1, resetCaches: false });
  const maker = new EventMaker();
  const history = historyOf(plan, TOOK, maker);
  const { startupMs, runMs, stopMs } = TOOK;
  const [one, two, three] = plan.starts as [
    Plan["starts"][0],
    Plan["starts"][0],
    Plan["starts"][0],
  ];
  const whole = startupMs + 2 * runMs + stopMs;
  const [a, b] = one.combinations as [
    typeof one.combinations[0],
    typeof one.combinations[0],
  ];
  const failed = { kind: "failed", failure: FAILURE } as const;
  const name = { directory: a.directory, run: 0 };
  const retry = { retry: 1, retries: 1 };
  const events: [Event, number][] = [
    [maker.starting(one), 3 * whole],
    [maker.ready(one, startupMs), 3 * whole - startupMs],
    [maker.combination(one, a), 3 * whole - startupMs],
    [maker.runStarted(one, a, 0), 3 * whole - startupMs],
    [maker.run(one, a, 0, runMs, failed), 3 * whole - startupMs - runMs],
    [maker.at(0, { type: "retrying", ...ofStart(one), name, ...retry }), 3 * whole - startupMs],
    // The server dies: what is left takes another one.
    [maker.combinationEnd(one, a, 0), 3 * whole - startupMs],
    [maker.stopped(one, stopMs), 3 * whole],
    [maker.starting(one), 3 * whole],
    [maker.ready(one, startupMs), 3 * whole - startupMs],
    [maker.combination(one, a), 3 * whole - startupMs],
    [maker.runStarted(one, a, 0), 3 * whole - startupMs],
    [maker.run(one, a, 0, runMs), 2 * whole + runMs + stopMs],
    [maker.combinationEnd(one, a, 1), 2 * whole + runMs + stopMs],
    [maker.combination(one, b), 2 * whole + runMs + stopMs],
    [maker.runStarted(one, b, 0), 2 * whole + runMs + stopMs],
    [maker.run(one, b, 0, runMs), 2 * whole + stopMs],
    [maker.combinationEnd(one, b, 1), 2 * whole + stopMs],
    [maker.stopped(one, stopMs), 2 * whole],
    [maker.starting(two), 2 * whole],
    [
      maker.at(5, { type: "server-failed", ...ofStart(two), failure: FAILURE, afterMs: 5 }),
      whole,
    ],
    [maker.stopped(two, stopMs), whole],
    [maker.at(0, { type: "retrying", ...ofStart(two), name: null, ...retry }), 2 * whole],
    [maker.starting(two), 2 * whole],
    [
      maker.at(5, { type: "server-failed", ...ofStart(two), failure: FAILURE, afterMs: 5 }),
      whole,
    ],
    [maker.stopped(two, stopMs), whole],
    [maker.starting(three), whole],
  ];
  const steps = follow(plan, history, events.map(([event]) => event));
  for (const [event, expected] of events) {
    const { value } = steps.next();
    assertAlmostEquals(value!.etaMs, expected, 1e-3, `${event.type} at ${event.time}`);
  }
});

Deno.test("side by side: the time of the starts that are left, those that run with what is left of them", () => {
  const plan = planOf(SWEEP);
  const maker = new EventMaker();
  const history = historyOf(plan, TOOK, maker);
  let calls = 0;
  const longest = (jobs: readonly { totalMs: number }[]) => {
    calls++;
    return Math.max(...jobs.map(({ totalMs }) => totalMs));
  };
  const eta = new Eta(plan, history, { wallMs: longest });
  const whole = estimatePlan(plan, history).starts[0]!.totalMs!;
  assertEquals(eta.etaMs(0), whole);
  const nowMs = maker.nowMs;
  for (const start of plan.starts) eta.update(maker.starting(start), nowMs);
  assertAlmostEquals(eta.etaMs(nowMs)!, whole, 1e-6);
  assertAlmostEquals(eta.etaMs(nowMs + 10_000)!, whole - 10_000, 1e-6);
  assertEquals(calls, 2);
  for (const start of plan.starts) eta.update(maker.ready(start, 0), nowMs + 20_000);
  assertAlmostEquals(eta.etaMs(nowMs + 20_000)!, whole - TOOK.startupMs, 1e-6);
});

/** Counts what is looked up. */
class CountingHistory extends DurationHistory {
  lookups = 0;
  override runMs(...of: Parameters<DurationHistory["runMs"]>) {
    this.lookups++;
    return super.runMs(...of);
  }
  override startupMs(...of: Parameters<DurationHistory["startupMs"]>) {
    this.lookups++;
    return super.startupMs(...of);
  }
}

Deno.test("an event costs as many look-ups in a large plan as in a small one, and being asked none", () => {
  const sets = JSON.stringify(Array.from({ length: 60 }, (_, a) => ({ a })));
  const plan = planOf({ ...SWEEP, serveParams: sets, benchParams: sets });
  const history = new CountingHistory();
  const eta = new Eta(plan, history);
  let events = 0;
  const before = history.lookups;
  for (const event of new EventMaker().sweep({ ...plan, starts: plan.starts.slice(0, 3) })) {
    events++;
    history.learn(event);
    eta.update(event, 0);
  }
  // The start of a server looks at all its combinations once.
  const perEvent = (history.lookups - before - 3 * 2 * 60) / events;
  assert(perEvent < 50, `${perEvent} look-ups for each of ${events} events`);
  const asked = history.lookups;
  eta.etaMs(0);
  assertEquals(history.lookups, asked);
});
