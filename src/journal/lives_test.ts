import { assertEquals } from "@std/assert";
import { EventMaker, FAILURE, TOOK } from "../forecast/_events.ts";
import { planOf } from "../plan/_sweep.ts";
import { interleaved } from "../plan/interleave.ts";
import { lastingFailures } from "./failures.ts";
import { type Event, ofStart } from "./event.ts";
import { OpenLives, serverLives } from "./lives.ts";
import { SweepState } from "./state.ts";

const PLAN = interleaved(
  planOf({ serveParams: `[{"a": 1}]`, benchParams: `[{"b": 1}]`, numRuns: 2 }),
  2,
);
const [FIRST, SECOND] = PLAN.starts as [typeof PLAN.starts[0], typeof PLAN.starts[0]];

/** Two starts of one serve set side by side: the second begins while the first loads, and ends last. */
function overlapping(maker = new EventMaker()): Event[] {
  const [one, two] = [FIRST.combinations[0]!, SECOND.combinations[0]!];
  return [
    maker.starting(FIRST),
    maker.starting(SECOND),
    maker.ready(FIRST, 100),
    maker.combination(FIRST, one),
    maker.runStarted(FIRST, one, 0),
    maker.ready(SECOND, 50),
    maker.combination(SECOND, two),
    maker.runStarted(SECOND, two, 1),
    maker.run(FIRST, one, 0, 200),
    maker.combinationEnd(FIRST, one, 1),
    maker.stopped(FIRST, 10),
    maker.run(SECOND, two, 1, 300),
    maker.combinationEnd(SECOND, two, 1),
    maker.stopped(SECOND, 20),
  ];
}

Deno.test("starts of one serve set that overlap have lives of their own", () => {
  const lives = serverLives(overlapping());
  assertEquals(
    lives.map(({ start, server, round, from, to, runs }) => ({
      ...{ start, server, round, ms: to - from },
      runs: runs.map(({ run, from, to }) => [run, to - from]),
    })),
    [
      { start: "SERVE--a=1#1", server: "SERVE--a=1", round: 0, ms: 360, runs: [[0, 250]] },
      { start: "SERVE--a=1#2", server: "SERVE--a=1", round: 1, ms: 680, runs: [[1, 510]] },
    ],
  );
});

Deno.test("what each of them does is told at every moment", () => {
  const state = new SweepState();
  const seen = overlapping().map((event) => {
    state.apply(event, Date.parse(event.time));
    return state.servers.map(({ round, doing }) => `${round} ${doing.kind}`).join(", ");
  });
  assertEquals(seen, [
    "0 loading",
    "0 loading, 1 loading",
    "0 between runs, 1 loading",
    "0 between runs, 1 loading",
    "0 measuring, 1 loading",
    "0 measuring, 1 between runs",
    "0 measuring, 1 between runs",
    "0 measuring, 1 measuring",
    "0 resetting, 1 measuring",
    "0 stopping, 1 measuring",
    "1 measuring",
    "1 resetting",
    "1 stopping",
    "",
  ]);
});

Deno.test("the failure of one is not made up for by the other, and its retry takes its own failure back", () => {
  const maker = new EventMaker();
  const failed = (start: typeof FIRST) =>
    maker.at(1, { type: "server-failed", ...ofStart(start), failure: FAILURE, afterMs: 1 });
  const retrying = maker.at(1, {
    type: "retrying",
    ...ofStart(SECOND),
    ...{ name: null, retry: 1, retries: 1 },
  });
  const events = [
    ...[maker.starting(FIRST), maker.starting(SECOND), failed(FIRST), failed(SECOND)],
    ...[maker.stopped(FIRST, 1), maker.stopped(SECOND, 1), retrying],
    ...[maker.starting(SECOND), maker.ready(SECOND, 1)],
  ];
  assertEquals(lastingFailures(events).starts.get("SERVE--a=1")?.length, 1);
  const state = new SweepState();
  for (const event of events) state.apply(event, Date.parse(event.time));
  assertEquals(state.failures.map(({ start }) => start), ["SERVE--a=1#1"]);
  assertEquals(state.failedStarts, 1);
  assertEquals(
    serverLives(events).map(({ start, failure }) => [start, failure !== null]),
    [["SERVE--a=1#1", true], ["SERVE--a=1#2", true], ["SERVE--a=1#2", false]],
  );
});

Deno.test("a session knows nothing of the servers of the one before, and a start without a process has no life", () => {
  const maker = new EventMaker();
  const open = new OpenLives();
  const apply = (event: Event) => open.apply(event, Date.parse(event.time));
  apply(maker.starting(FIRST));
  assertEquals(open.of(FIRST.id)?.doing.kind, "loading");
  const begin = maker.at(0, {
    type: "sweep-started",
    ...{ journal: 2, version: "1", session: "s", pid: 1 },
    ...{ starts: 1, combinations: 1, runs: 1, reused: 0 },
  });
  assertEquals(apply(begin), null);
  assertEquals(open.servers, []);
  const failed = maker.at(1, {
    type: "server-failed",
    ...ofStart(FIRST),
    ...{ failure: FAILURE, afterMs: 1 },
  });
  assertEquals(apply(failed), null);
});

Deno.test("a life that goes on ends with its last event, and a run that goes on with it", () => {
  const maker = new EventMaker();
  const combination = FIRST.combinations[0]!;
  const [life] = serverLives([
    ...[maker.starting(FIRST), maker.ready(FIRST, TOOK.startupMs)],
    ...[maker.combination(FIRST, combination), maker.runStarted(FIRST, combination, 0)],
    maker.starting(SECOND),
    maker.ready(SECOND, 5_000),
  ]);
  assertEquals([life!.to - life!.from, life!.exit], [TOOK.startupMs, null]);
  assertEquals(life!.runs.map(({ run, outcome }) => [run, outcome]), [[0, "cancelled"]]);
});
