import { assertEquals } from "@std/assert";
import { fromPlain } from "../json/plain.ts";
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { EventMaker } from "../forecast/_events.ts";
import { planOf } from "../plan/_sweep.ts";
import { PlanKeys } from "../forecast/duration_keys.ts";
import { interleaved } from "../plan/interleave.ts";
import type { Plan } from "../plan/plan.ts";
import { planSize } from "../plan/remaining.ts";
import { type Event, JOURNAL_VERSION } from "../journal/event.ts";
import { recordedPlan } from "./recorded_plan.ts";

const PLAN = planOf({
  serveParams: `[{"max_num_seqs": 1}, {"max_num_seqs": 2}]`,
  benchParams: `[{"max_concurrency": 1}, {"max_concurrency": 2}]`,
  numRuns: 3,
  warmupNumPrompts: 2,
});

/** The part of the manifest that is read. */
function facts({ starts }: Plan): JsonObject {
  const serve: Json = starts.map(({ name, params, argv, env, combinations }) =>
    new Map<string, Json>([
      ["name", name],
      ["params", params],
      ["argv", [...argv]],
      ["env", fromPlain(env)],
      [
        "combinations",
        combinations.map(({ directory, workload: { params }, runs }) =>
          new Map<string, Json>([
            ["directory", directory],
            ["params", params],
            ["runs", JsonNumber.of(runs.length)],
          ])
        ),
      ],
    ])
  );
  return new Map([["serve", serve]]);
}

function began(maker: EventMaker, runs: number, reused = 0): Event {
  return maker.at(0, {
    type: "sweep-started",
    ...{
      journal: JOURNAL_VERSION,
      version: "1",
      session: "1.1.0",
      pid: 1,
      starts: 1,
      combinations: 1,
    },
    ...{ runs, reused },
  });
}

/** Names and runs. */
function outline({ starts }: Plan) {
  return starts.map(({ name, round, combinations }) => ({
    name,
    round,
    runs: combinations.map(({ directory, runs }) => [directory, ...runs]),
  }));
}

Deno.test("the plan of a first session is the whole plan", () => {
  const maker = new EventMaker();
  const recorded = recordedPlan(facts(PLAN), [began(maker, 12)])!;
  assertEquals(outline(recorded), outline(PLAN));
});

Deno.test("a later session does what was not valid before it", () => {
  const maker = new EventMaker();
  const [first] = PLAN.starts;
  const events = [began(maker, 12)];
  for (const event of maker.sweep({ starts: [first!] })) events.push(event);
  const recorded = recordedPlan(facts(PLAN), [...events, began(maker, 6, 6)])!;
  assertEquals(outline(recorded), outline({ starts: PLAN.starts.slice(1) }));
});

Deno.test("rounds have the runs that the plan gave them", () => {
  const plan = interleaved(PLAN, 2);
  const recorded = recordedPlan(facts(plan), [began(new EventMaker(), 12)])!;
  assertEquals(outline(recorded), outline(plan));
});

Deno.test("what was measured is known by its own command, what was not by that of its bench set on another server", () => {
  const maker = new EventMaker();
  const [first, second] = PLAN.starts;
  const events = [began(maker, 12), ...maker.sweep({ starts: [first!] })];
  const recorded = recordedPlan(facts(PLAN), events)!;
  const keys = new PlanKeys();
  for (const [index, start] of [first!, second!].entries()) {
    const own = recorded.starts[index]!;
    for (const [place, combination] of start.combinations.entries()) {
      assertEquals(
        keys.of(own, own.combinations[place]!),
        keys.of(start, combination),
        combination.directory,
      );
    }
  }
});

Deno.test("it is not guessed: without the list of combinations, or with another number of runs, there is no plan", () => {
  const old: JsonObject = new Map([["serve", fromPlain([{ name: "a", combinations: 2 }])]]);
  assertEquals(recordedPlan(old, [began(new EventMaker(), 6)]), null);
  assertEquals(recordedPlan(facts(PLAN), [began(new EventMaker(), 11)]), null);
  assertEquals(recordedPlan(facts(PLAN), []), null);
  assertEquals(planSize(PLAN).runs, 12);
});
