/** The real scheduler on fakes: what is started, in which order, and what is stopped whatever happens. */
import { assertEquals } from "@std/assert";
import { eachPlannedRun } from "../plan/next_run.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import type { EventBody } from "../record.ts";
import type { Effects, Server } from "./effects.ts";
import { type Ending, execute } from "./executor.ts";
import { RunFailure } from "./failure.ts";

const PROCESS = { pid: 1, startTicks: 1, marker: "m" };
const VALID = `{"num_prompts": 1, "completed": 1, "failed": 0}`;
const FAILED = `{"num_prompts": 1, "completed": 0, "failed": 1}`;

function planOf(starts: number, benches: number, numRuns: number): Plan {
  const sets = (key: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ params: new Map([[key, `${n}`]]), origin: "" }));
  return makePlan({
    serveCommand: ["server"],
    benchCommand: ["bench"],
    afterBenchCommand: ["after"],
    serveSets: sets("s", starts),
    benchSets: sets("b", benches),
    links: [],
    numRuns,
    warmupNumPrompts: 0,
    env: new Map(),
    resetCaches: true,
    healthUrl: null,
  });
}

/** What a test decides about the fake world. */
interface World {
  /** Result text of a run, by its place in the order of time. */
  readonly result?: (n: number) => string;
  readonly ready?: (start: number) => void;
  /** Called before the result of each run. */
  readonly during?: (n: number) => void;
  readonly continueOnError?: boolean;
  readonly signal?: AbortSignal;
  readonly drain?: AbortSignal;
}

async function run(
  plan: Plan,
  world: World,
): Promise<{ log: string[]; ending: Ending; events: EventBody[] }> {
  const log: string[] = [];
  const events: EventBody[] = [];
  let starts = 0;
  let runs = 0;
  const effects: Effects = {
    now: () => 0,
    startServer(start): Server {
      const number = starts++;
      log.push(`start ${start.name}`);
      return {
        process: PROCESS,
        logFile: "",
        exit: null,
        exited: new Promise(() => {}),
        ready: () => {
          world.ready?.(number);
          return Promise.resolve(1);
        },
        afterRun: () => {
          log.push("after");
          return Promise.resolve();
        },
        stop: () => {
          log.push("stop");
          const exit = { code: 0, signal: null };
          return Promise.resolve({ exit, durationMs: 0, killed: false, left: [] });
        },
      };
    },
    startBench({ run }) {
      const number = runs++;
      log.push(`run ${run}`);
      return {
        process: PROCESS,
        argv: ["bench"],
        logFile: "",
        finished: () => {
          world.during?.(number);
          return Promise.resolve({
            exit: { code: 0, signal: null },
            durationMs: 1,
            resultText: (world.result ?? (() => VALID))(number),
            logTail: [],
            timedOutMs: null,
          });
        },
        dispose: () => {},
      };
    },
  };
  const ending = await execute(plan, {
    effects,
    emit: (event) => events.push(event),
    nextRun: eachPlannedRun,
    continueOnError: world.continueOnError ?? false,
    signal: world.signal ?? new AbortController().signal,
    drain: world.drain ?? new AbortController().signal,
  });
  return { log, ending, events };
}

Deno.test("each start serves all its combinations, and each run is followed by what comes after it", async () => {
  const { log, ending } = await run(planOf(2, 2, 1), {});
  const start = (n: number) => [`start SERVE--s=${n}`, "run 0", "after", "run 0", "after", "stop"];
  assertEquals(log, [...start(0), ...start(1)]);
  assertEquals([ending.kind, ending.valid, ending.failed], ["complete", 4, 0]);
});

Deno.test("the first failure ends the sweep, and the server is stopped", async () => {
  const { log, ending } = await run(planOf(2, 1, 3), { result: (n) => n === 1 ? FAILED : VALID });
  assertEquals(log, ["start SERVE--s=0", "run 0", "after", "run 1", "stop"]);
  assertEquals([ending.kind, ending.valid, ending.failed], ["failed", 1, 1]);
  assertEquals(ending.failure?.reason, "1 of 1 requests failed");
});

Deno.test("with continueOnError a failed run costs itself, a failed start its combinations", async () => {
  const failing = await run(planOf(1, 2, 2), {
    continueOnError: true,
    result: (n) => n === 0 ? FAILED : VALID,
  });
  assertEquals(failing.ending, {
    kind: "complete",
    failure: null,
    valid: 3,
    failed: 1,
    failedCombinations: 1,
  });
  const { ending, log } = await run(planOf(2, 3, 1), {
    continueOnError: true,
    ready: (start) => {
      if (start === 0) throw new RunFailure({ reason: "no", logTail: [], logFile: null });
    },
  });
  assertEquals([ending.valid, ending.failedCombinations], [3, 3]);
  assertEquals(log.filter((line) => line === "stop").length, 2);
});

Deno.test("a stop during a run cancels it unless it was complete already, and nothing new is started", async () => {
  const stop = new AbortController();
  const { log, ending, events } = await run(planOf(2, 1, 2), {
    signal: stop.signal,
    during: () => stop.abort(),
    result: () => "",
  });
  assertEquals(log, ["start SERVE--s=0", "run 0", "stop"]);
  assertEquals([ending.kind, ending.failed], ["interrupted", 0]);
  const finished = events.find((event) => event.type === "run-finished");
  assertEquals(finished?.outcome.kind, "cancelled");
});

Deno.test("a drain lets the run finish and count", async () => {
  const drain = new AbortController();
  const { log, ending } = await run(planOf(1, 1, 3), {
    drain: drain.signal,
    during: () => drain.abort(),
  });
  assertEquals(log, ["start SERVE--s=0", "run 0", "after", "stop"]);
  assertEquals([ending.kind, ending.valid], ["interrupted", 1]);
});
