/** The executor with a policy that chooses loads by the results so far: what a search needs of it. */
import { assertEquals } from "@std/assert";
import { JsonNumber, type JsonObject } from "../json/value.ts";
import type { EventBody } from "../journal/event.ts";
import { derivedCombination } from "../plan/derived.ts";
import { identityOf, runKeys } from "../plan/identity.ts";
import type { Combination, Plan } from "../plan/plan.ts";
import type { PastRun, Policy } from "../plan/policy.ts";
import { FAILED, NO, planOf, run, type World } from "./_fake_world.ts";
import { RunFailure } from "./failure.ts";

/** The highest load at which the latency is within this limit. */
const LIMIT_MS = 100;
const MOST = 12;

/** Doubles the load until it is too high, then halves the bracket. A level whose run failed is too high. */
const SEARCH: Policy = {
  usesResults: true,
  next({ combinations }, history) {
    for (const base of combinations) {
      const past = history.runs.filter(({ combination }) => combination.base === base.directory);
      const level = levelAfter(past);
      if (level !== null) return { combination: atLevel(base, level), run: 0 };
    }
    return null;
  },
  bound: ({ combinations }) => combinations.length * MOST,
};

function levelAfter(past: readonly PastRun[]): number | null {
  let [low, high] = [0, Infinity];
  for (const { combination, result } of past) {
    const rate = (combination.workload.params.get("request_rate") as JsonNumber).toNumber();
    const latency = result?.get("p99_ttft_ms");
    const passes = latency instanceof JsonNumber && latency.toNumber() <= LIMIT_MS;
    if (passes) low = Math.max(low, rate);
    else high = Math.min(high, rate);
  }
  if (high === Infinity) return low === 0 ? 1 : low * 2;
  return high - low > 1 ? (low + high) / 2 : null;
}

function atLevel(base: Combination, level: number): Combination {
  return derivedCombination(base, new Map([["request_rate", JsonNumber.of(level)]]));
}

/** Without runs of their own: the policy chooses them. */
function plan(starts: number, benches: number): Plan {
  const planned = planOf(starts, benches, 1);
  return {
    ...planned,
    starts: planned.starts.map((start) => ({
      ...start,
      combinations: start.combinations.map((combination) => ({ ...combination, runs: [] })),
    })),
  };
}

/** Servers get slower with the load; the second bench set is twice as heavy. */
function latency({ workload: { params } }: Combination): string {
  const rate = (params.get("request_rate") as JsonNumber).toNumber();
  const weight = params.get("b") === "0" ? 9 : 18;
  return `{"num_prompts": 1, "completed": 1, "failed": 0, "p99_ttft_ms": ${rate * weight}}`;
}

const SEARCHING: World = { policy: SEARCH, result: (_, combination) => latency(combination) };

type Finished = EventBody & { type: "run-finished" };

function finished(events: readonly EventBody[]): Finished[] {
  return events.filter((event) => event.type === "run-finished");
}

const LEVELS = [
  ...[1, 2, 4, 8, 16, 12, 10, 11].map((level) => `SERVE--s=0-BENCH--b=0-WL--request_rate=${level}`),
  ...[1, 2, 4, 8, 6, 5].map((level) => `SERVE--s=0-BENCH--b=1-WL--request_rate=${level}`),
];

Deno.test("loads are chosen by the results so far, each under the key and in the directory of its own command", async () => {
  const one = plan(1, 2);
  const { events, ending, log } = await run(one, SEARCHING);
  assertEquals(finished(events).map(({ name }) => name.directory), LEVELS);
  assertEquals([ending.kind, ending.valid, ending.failed], ["complete", LEVELS.length, 0]);
  assertEquals(log.filter((line) => line.startsWith("start")).length, 1);
  const [start] = one.starts;
  const derived = atLevel(start!.combinations[0]!, 1);
  assertEquals(finished(events)[0]!.key, runKeys(identityOf(start!, derived))(0));
  assertEquals(new Set(finished(events).map(({ key }) => key)).size, LEVELS.length);
  const begun = events.filter((event) => event.type === "combination-started");
  assertEquals(begun.map(({ identity }) => identity.bench.slice(-2)).slice(0, 2), [
    ["--request-rate", "1"],
    ["--request-rate", "2"],
  ]);
});

/** A world in which some runs are stored, by directory. */
function withStored(stored: ReadonlyMap<string, JsonObject>, world: World): World {
  return { ...world, resultOf: (_, { directory }) => stored.get(directory) ?? null };
}

Deno.test("a search that was stopped anywhere goes on with the same next load, and measures nothing twice", async () => {
  const one = plan(1, 2);
  const whole = finished((await run(one, SEARCHING)).events);
  for (let length = 0; length <= whole.length; length++) {
    const stored = new Map(
      whole.slice(0, length).map(({ name, result }) => [name.directory, result!]),
    );
    const { events, ending, log } = await run(one, withStored(stored, SEARCHING));
    const done = finished(events).map(({ name }) => name.directory);
    assertEquals(done, LEVELS.slice(length), `after ${length} runs`);
    assertEquals(ending.kind, "complete");
    // Where nothing is left to ask no server is started.
    assertEquals(log.length === 0, length === whole.length);
  }
});

Deno.test("so does one whose results were stored in another order, with holes", async () => {
  const whole = finished((await run(plan(1, 2), SEARCHING)).events);
  for (const missing of [0, 3, 7, 9]) {
    const stored = new Map(
      whole.filter((_, index) => index !== missing).toReversed()
        .map(({ name, result }) => [name.directory, result!]),
    );
    const { events } = await run(plan(1, 2), withStored(stored, SEARCHING));
    assertEquals(finished(events).map(({ name }) => name.directory), [LEVELS[missing]!]);
  }
});

Deno.test("a stop between any two runs loses none of them", async () => {
  for (let at = 0; at < LEVELS.length; at++) {
    const stop = new AbortController();
    const first = await run(plan(1, 2), {
      ...SEARCHING,
      drain: stop.signal,
      during: (n) => n === at && stop.abort(),
    });
    assertEquals(first.ending.kind, at === LEVELS.length - 1 ? "complete" : "interrupted");
    const stored = new Map(
      finished(first.events).map(({ name, result }) => [name.directory, result!]),
    );
    assertEquals(stored.size, at + 1);
    const second = await run(plan(1, 2), withStored(stored, SEARCHING));
    assertEquals(finished(second.events).map(({ name }) => name.directory), LEVELS.slice(at + 1));
  }
});

Deno.test("a level that fails for good is a level, and one whose server dies is tried on the next server", async () => {
  const failing: World = {
    ...SEARCHING,
    continueOnError: true,
    // The third level.
    result: (n, combination) => n === 2 ? FAILED : latency(combination),
  };
  const { events, ending } = await run(plan(1, 1), failing);
  const levels = finished(events).map(({ name }) => name.directory.replace(/.*=/, ""));
  // 4 failed: the knee is between 2 and 4.
  assertEquals(levels, ["1", "2", "4", "3"]);
  assertEquals([ending.valid, ending.failed], [3, 1]);
  const dying = await run(plan(1, 1), { ...failing, retries: 1, deadAfter: (n) => n === 2 });
  const tried = finished(dying.events).map(({ name }) => name.directory.replace(/.*=/, ""));
  assertEquals(tried, ["1", "2", "4", "4", "8", "16", "12", "10", "11"]);
  assertEquals(dying.log.filter((line) => line.startsWith("start")).length, 2);
  assertEquals([dying.ending.valid, dying.ending.failed], [8, 0]);
});

Deno.test("what there is no time for is told by the bound", async () => {
  let admitted = 0;
  const { ending } = await run(plan(1, 2), {
    ...SEARCHING,
    admission: { refusesStart: () => "no time", refusesRun: () => null },
  });
  assertEquals([ending.leftOut, ending.valid], [2 * MOST, 0]);
  const { ending: later, events } = await run(plan(1, 1), {
    ...SEARCHING,
    admission: { refusesStart: () => null, refusesRun: () => admitted++ < 3 ? null : "no time" },
  });
  assertEquals([later.valid, later.leftOut, later.failed], [3, MOST - 3, 0]);
  assertEquals(events.filter(({ type }) => type === "left-out").length, 1);
});

Deno.test("a server that never starts ends the start, and a policy that repeats itself ends too", async () => {
  const { ending } = await run(plan(2, 2), {
    ...SEARCHING,
    continueOnError: true,
    ready: () => {
      throw new RunFailure(NO);
    },
  });
  assertEquals([ending.kind, ending.failedCombinations.length], ["complete", 4]);
  const again: Policy = {
    ...SEARCH,
    next: ({ combinations: [base] }) => ({ combination: atLevel(base!, 1), run: 0 }),
  };
  const { ending: repeated, events } = await run(plan(1, 1), { ...SEARCHING, policy: again });
  assertEquals([repeated.kind, repeated.valid, finished(events).length], ["complete", 1, 1]);
});
