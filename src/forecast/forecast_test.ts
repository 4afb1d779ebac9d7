import { assertAlmostEquals, assertEquals } from "@std/assert";
import { EventMaker, TOOK } from "./_events.ts";
import { planOf } from "../plan/_sweep.ts";
import { DurationHistory } from "./durations.ts";
import type { Event } from "../journal/event.ts";
import { startId } from "../plan/start_id.ts";
import { interleaved } from "../plan/interleave.ts";
import type { Plan } from "../plan/plan.ts";
import { Forecast } from "./forecast.ts";

const PLAN = planOf({
  serveParams: `[{"max_num_seqs": 1}, {"max_num_seqs": 2}]`,
  benchParams: `[{"max_concurrency": 1}, {"max_concurrency": 2}]`,
  numRuns: 4,
});

function historyOf(plan: Plan): DurationHistory {
  const history = new DurationHistory();
  for (const event of new EventMaker().sweep(plan)) history.learn(event);
  return history;
}

for (const rounds of [1, 2, 4]) {
  Deno.test(`in ${rounds} rounds: at each event the time that is told is what the sweep takes yet`, () => {
    const plan = interleaved(PLAN, rounds);
    const events = [...new EventMaker().sweep(plan)];
    const endMs = Date.parse(events.at(-1)!.time);
    const history = historyOf(PLAN);
    const forecast = new Forecast(plan, history);
    for (const event of events) {
      const atMs = Date.parse(event.time);
      history.learn(event);
      forecast.update(event, atMs);
      assertAlmostEquals(forecast.etaMs(atMs)!, endMs - atMs, 1, `${event.type} ${event.time}`);
    }
    assertEquals(forecast.certainty.runs, 0);
  });
}

Deno.test("what is left is as sure as what is known of it", () => {
  const unknown = new Forecast(PLAN, new DurationHistory());
  assertEquals(unknown.certainty, { error: null, runs: 16, similar: 0, unknown: 16 });
  const [first] = PLAN.starts;
  const like = new Forecast(PLAN, historyOf({ ...PLAN, starts: [first!] }));
  assertEquals(like.certainty.runs, 16);
  assertEquals(like.certainty.similar, 8);
  assertEquals(like.certainty.unknown, 0);
});

Deno.test("each thing that a server does has its own expectation", () => {
  const forecast = new Forecast(PLAN, historyOf(PLAN));
  const [{ name: server, combinations }] = PLAN.starts as [Plan["starts"][0]];
  const name = { directory: combinations[0]!.directory, run: 0 };
  const live = {
    start: startId(server, 0),
    server,
    round: 0,
    gpus: [],
    gpuCount: 1,
    startedAtMs: 0,
    sinceMs: 0,
  };
  const expected = (doing: Parameters<Forecast["expectedMs"]>[0]["doing"]) =>
    forecast.expectedMs({ ...live, doing });
  assertEquals(expected({ kind: "loading" }), TOOK.startupMs);
  assertEquals(expected({ kind: "stopping" }), TOOK.stopMs);
  assertEquals(expected({ kind: "measuring", name }), TOOK.runMs);
  assertEquals(expected({ kind: "resetting", name }), TOOK.resetMs);
  assertEquals(expected({ kind: "between runs" }), null);
});

Deno.test("starts of one serve set side by side are told apart: what each of them does, and what is left of each", () => {
  const once = planOf({ serveParams: `[{"a": 1}]`, benchParams: `[{"b": 1}]`, numRuns: 4 });
  const plan = interleaved(once, 2);
  const history = historyOf(once);
  const maker = new EventMaker();
  const [one, two] = plan.starts as [Plan["starts"][0], Plan["starts"][0]];
  const forecast = new Forecast(plan, history, {
    wallMs: (jobs) => Math.max(...jobs.map(({ totalMs }) => totalMs)),
  });
  const { startupMs, runMs, resetMs, stopMs } = TOOK;
  const whole = startupMs + 2 * (runMs + resetMs) + stopMs;
  const tell = (event: Event) => {
    history.learn(event);
    forecast.update(event, Date.parse(event.time));
    return forecast.etaMs(Date.parse(event.time))!;
  };
  assertAlmostEquals(tell(maker.starting(one)), whole, 1);
  assertAlmostEquals(tell(maker.starting(two)), whole, 1);
  assertAlmostEquals(tell(maker.ready(one, startupMs)), whole - startupMs, 1);
  const ready = { ...maker.ready(two, 0), startupMs } as Event;
  assertAlmostEquals(tell(ready), whole - startupMs, 1);
  // Their combination has one name, and runs of its own in each.
  for (const [start, run] of [[one, 0], [two, 1]] as const) {
    tell(maker.combination(start, start.combinations[0]!));
    tell(maker.runStarted(start, start.combinations[0]!, run));
  }
  assertEquals(forecast.certainty.runs, 4);
  tell(maker.run(one, one.combinations[0]!, 0, runMs));
  tell(maker.afterRun(one, one.combinations[0]!, 0, resetMs));
  // The second has a run to do on its server; what is left of the first takes a server of its own.
  assertAlmostEquals(tell(maker.stopped(one, stopMs)), whole - runMs - resetMs, 1);
});
