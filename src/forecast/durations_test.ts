import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { planOf, type SweepTexts } from "../plan/_sweep.ts";
import { EventMaker, FAILURE, TOOK, type Took } from "./_events.ts";
import { DurationHistory } from "./durations.ts";
import type { Expected, Measurement } from "./expected.ts";
import { keysOfIdentity, PlanKeys } from "./duration_keys.ts";
import { identityOf } from "../plan/identity.ts";
import type { Plan } from "../plan/plan.ts";

const SWEEP: SweepTexts = {
  serveCmd: "vllm serve m",
  benchCmd: "vllm bench serve --model m",
  serveParams: `[{"max_num_seqs": 1}, {"max_num_seqs": 2}]`,
  benchParams: `[{"max_concurrency": 1}, {"max_concurrency": 2}]`,
  warmupNumPrompts: 2,
  numRuns: 2,
};

/** A history that has seen a sweep. */
function historyOf(plan: Plan, took: Took = TOOK, maker = new EventMaker()): DurationHistory {
  const history = new DurationHistory();
  for (const event of maker.sweep(plan, took)) history.learn(event);
  return history;
}

/** What a history says about the last combination of a plan. */
function told(history: DurationHistory, plan: Plan): Record<string, Expected> {
  const start = plan.starts.at(-1)!;
  const combination = start.combinations.at(-1)!;
  return {
    startup: history.startupMs(start),
    run: history.runMs(start, combination),
    warmup: history.warmupMs(start, combination),
    reset: history.resetMs(start, combination),
    stop: history.stopMs(start),
  };
}

function sources(history: DurationHistory, plan: Plan): string[] {
  return Object.values(told(history, plan)).map(({ source }) => source);
}

function times(history: DurationHistory, plan: Plan): (number | null)[] {
  return Object.values(told(history, plan)).map(({ ms }) => ms);
}

Deno.test("an empty history knows nothing and makes nothing up", () => {
  const plan = planOf(SWEEP);
  assertEquals(times(new DurationHistory(), plan), [null, null, null, null, null]);
  assertEquals(new Set(sources(new DurationHistory(), plan)), new Set(["unknown"]));
});

Deno.test("what was measured is known as the same, with its duration", () => {
  const plan = planOf(SWEEP);
  const history = historyOf(plan);
  assertEquals(times(history, plan), [100_000, 1_000, 200, 30, 4_000]);
  assertEquals(new Set(sources(history, plan)), new Set(["same"]));
});

Deno.test("another flag of the server is like the one before, and so is the same bench command on it", () => {
  const history = historyOf(planOf(SWEEP));
  const other = planOf({ ...SWEEP, serveParams: `[{"max_num_seqs": 3}]` });
  assertEquals(times(history, other), [100_000, 1_000, 200, 30, 4_000]);
  assertEquals(new Set(sources(history, other)), new Set(["similar"]));
});

Deno.test("the longest run is that of this bench command, on this model", () => {
  const plan = planOf(SWEEP);
  const longest = (history: DurationHistory, changed: Partial<SweepTexts> = {}) => {
    const [start] = planOf({ ...SWEEP, ...changed }).starts;
    const [combination] = start!.combinations;
    return [false, true].map((isWarmup) => history.longestMs(start!, combination!, isWarmup));
  };
  assertEquals(longest(new DurationHistory()), [null, null]);
  const history = historyOf(plan);
  for (const event of new EventMaker(1).sweep(plan, { ...TOOK, runMs: 7_000 })) {
    history.learn(event);
  }
  assertEquals(longest(history), [7_000, 200]);
  assertEquals(longest(history, { serveParams: `[{"max_num_seqs": 9}]` }), [7_000, 200]);
  // Another load may take any time.
  assertEquals(longest(history, { benchParams: `[{"request_rate": 0.1}]` }), [null, null]);
  assertEquals(longest(history, { serveCmd: "vllm serve other" }), [null, null]);
});

Deno.test("the same bench command on another serve set is nearer than another bench command", () => {
  const history = new DurationHistory();
  const maker = new EventMaker();
  const short = planOf({ ...SWEEP, benchParams: `[{"max_concurrency": 1}]` });
  const long = planOf({ ...SWEEP, benchParams: `[{"max_concurrency": 2}]` });
  for (const event of maker.sweep(long, { ...TOOK, runMs: 9_000 })) history.learn(event);
  for (const event of maker.sweep(short)) history.learn(event);
  const other = planOf({ ...SWEEP, serveParams: `[{"max_num_seqs": 3}]` });
  const { run } = told(history, other);
  assertEquals([run!.ms, run!.source], [9_000, "similar"]);
});

Deno.test("a bench command that is new takes as long as others of its program did on this model", () => {
  const history = historyOf(planOf(SWEEP));
  const other = planOf({ ...SWEEP, benchParams: `[{"max_concurrency": 3}]` });
  assertEquals(told(history, other)["run"]!.ms, 1_000);
  assertEquals(sources(history, other), ["same", "similar", "similar", "same", "same"]);
});

Deno.test("another model is the mean of what its program took, another program is unknown", () => {
  const history = historyOf(planOf(SWEEP));
  const model = planOf({ ...SWEEP, serveCmd: "vllm serve large" });
  assertEquals(sources(history, model), ["similar", "similar", "similar", "similar", "similar"]);
  const program = planOf({
    ...SWEEP,
    serveCmd: "./server m",
    benchCmd: "./bench",
    resetCaches: false,
  });
  // Without a reset there is nothing to know.
  assertEquals(sources(history, program), ["unknown", "unknown", "unknown", "same", "unknown"]);
});

Deno.test("a new token is no new command, and a new variable is", () => {
  const plan = planOf({ ...SWEEP, serveCmd: "vllm serve m --api-key first-secret" });
  const history = historyOf(plan);
  const token = planOf({ ...SWEEP, serveCmd: "vllm serve m --api-key second-secret" });
  assertEquals(new Set(sources(history, token)), new Set(["same"]));
  const variable = planOf({ ...SWEEP, env: ["VLLM_USE_V1=0"] });
  assertEquals(told(history, variable)["startup"]!.source, "similar");
});

Deno.test("without a warm-up and a reset these take no time, and that is known", () => {
  const plan = planOf({ ...SWEEP, warmupNumPrompts: 0, resetCaches: false });
  const { warmup, reset } = told(new DurationHistory(), plan);
  assertEquals([warmup!.ms, warmup!.source, reset!.ms, reset!.source], [0, "same", 0, "same"]);
});

Deno.test("later measurements weigh more", () => {
  const plan = planOf(SWEEP);
  const maker = new EventMaker();
  const history = historyOf(plan, { ...TOOK, startupMs: 600_000 }, maker);
  for (const event of maker.sweep(plan)) history.learn(event);
  assertEquals(told(history, plan)["startup"]!.ms, 100_000);
});

Deno.test("a failed run counts only where no valid one is known, as something like it", () => {
  const plan = planOf({ ...SWEEP, numRuns: 1 });
  const [start] = plan.starts;
  const [combination] = start!.combinations;
  const maker = new EventMaker();
  const history = new DurationHistory();
  history.learn(maker.combination(start!, combination!));
  const failed = { kind: "failed", failure: FAILURE } as const;
  history.learn(maker.run(start!, combination!, 0, 50, failed));
  const before = history.runMs(start!, combination!);
  assertEquals([before.ms, before.source], [50, "similar"]);
  history.learn(maker.run(start!, combination!, 0, 2_000));
  const after = history.runMs(start!, combination!);
  assertEquals([after.ms, after.source], [2_000, "same"]);
});

Deno.test("a cancelled run and a server that never became ready teach nothing", () => {
  const plan = planOf(SWEEP);
  const [start] = plan.starts;
  const [combination] = start!.combinations;
  const maker = new EventMaker();
  const history = new DurationHistory();
  const events = [
    maker.starting(start!),
    maker.stopped(start!, 10),
    maker.combination(start!, combination!),
    maker.run(start!, combination!, 0, 5, { kind: "cancelled", reason: "stopped" }),
  ];
  assertEquals(events.flatMap((event) => history.learn(event)), []);
  assertEquals(new Set(sources(history, plan)), new Set(["unknown"]));
});

Deno.test("a server of an earlier session with the same name and another command lends it no time", () => {
  const old = planOf({ ...SWEEP, serveCmd: "vllm serve old" });
  const maker = new EventMaker();
  const history = historyOf(old, TOOK, maker);
  const plan = planOf({ ...SWEEP, serveCmd: "vllm serve m" });
  assertEquals(plan.starts[0]!.name, old.starts[0]!.name);
  assertEquals(history.learn(maker.starting(plan.starts[0]!)), []);
  assertEquals(history.learn(maker.stopped(plan.starts[0]!, 77)), []);
});

Deno.test("what is learned can be told to another history, in any order, and twice", () => {
  const plan = planOf(SWEEP);
  const maker = new EventMaker();
  const history = new DurationHistory();
  const measured: Measurement[] = [];
  for (let night = 1; night <= 3; night++) {
    for (const event of maker.sweep(plan, { ...TOOK, runMs: night * 1_000 })) {
      measured.push(...history.learn(event));
    }
  }
  fc.assert(fc.property(
    fc.shuffledSubarray(measured),
    fc.shuffledSubarray(measured, { minLength: measured.length }),
    (some, all) => {
      const other = new DurationHistory();
      for (const measurement of [...some, ...all]) other.add(measurement);
      assertEquals(times(other, plan), times(history, plan));
      assertEquals(sources(other, plan), sources(history, plan));
    },
  ));
});

Deno.test("how far off a guess may be is told once one could be compared with what came", () => {
  const plan = planOf({ ...SWEEP, numRuns: 1, warmupNumPrompts: 0 });
  const maker = new EventMaker();
  const once = historyOf(plan, TOOK, maker);
  assertEquals(told(once, plan)["startup"]!.spreadMs, null);
  for (const event of maker.sweep(plan, { ...TOOK, startupMs: 110_000 })) once.learn(event);
  const { ms, spreadMs } = told(once, plan)["startup"]!;
  // Twice 110 s came where 100 s were expected: a tenth of the larger one, near enough.
  assert(Math.abs(spreadMs! - ms! / 11) < 1e-6, `${spreadMs} of ${ms}`);
});

Deno.test("the keys of a plan are those of the identity in its journal", () => {
  const plan = planOf({ ...SWEEP, afterBenchCmd: "sync --token hf_abcdefgh", env: ["B=1", "A=2"] });
  const keys = new PlanKeys();
  for (const start of plan.starts) {
    for (const combination of start.combinations) {
      const journal = JSON.parse(JSON.stringify(identityOf(start, combination)));
      assertEquals(keys.of(start, combination), keysOfIdentity(journal));
    }
  }
});
