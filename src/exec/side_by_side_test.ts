/** Server starts side by side, on fakes: what runs together, what a failure does to the others, and what there is no time for. */
import { assert, assertEquals } from "@std/assert";
import { NO_LIMIT } from "../forecast/admission.ts";
import { interleaved } from "../plan/interleave.ts";
import type { Plan } from "../plan/plan.ts";
import { simulate } from "../machine/simulate.ts";
import { StartQueue } from "../machine/start_queue.ts";
import type { EventBody } from "../journal/event.ts";
import { FAILED, HandClock, NO, planOf, run, VALID } from "./_fake_world.ts";
import { RunFailure } from "./failure.ts";

/** A queue of starts of one GPU each on a machine with so many. */
function queueOf(gpus: number, clock: HandClock, expectedMs: (name: string) => number = () => 0) {
  const ids = Array.from({ length: gpus }, (_, n) => String(n));
  return ({ starts }: Plan) =>
    new StartQueue(starts, {
      capacity: { gpus, parallel: gpus },
      gpus: ids,
      gpusOf: () => 1,
      expectedMs: ({ name }) => expectedMs(name),
      place: (free, count) => ({ gpus: free.slice(0, count), cpus: null }),
      now: () => clock.nowMs,
    });
}

function ofType<T extends EventBody["type"]>(events: readonly EventBody[], type: T) {
  return events.filter((event): event is Extract<EventBody, { type: T }> => event.type === type);
}

/** Different for each start: 110, 120, ... */
const runMs = (server: string) => 100 + 10 * (Number(server.at(-1)) + 1);

Deno.test("as many servers as there are GPUs run side by side, no GPU twice, and all are done when the rule says", async () => {
  const clock = new HandClock();
  const plan = planOf(9, 1, 2);
  const { ending, events } = await run(plan, {
    clock,
    queue: queueOf(4, clock),
    gpus: 4,
    loadMs: () => 50,
    runMs,
  });
  assertEquals([ending.kind, ending.valid], ["complete", 18]);
  const alive = new Map<string, string>();
  let most = 0;
  for (const event of events) {
    if (event.type === "server-starting") {
      const [gpu] = event.placement.gpus;
      assert(![...alive.values()].includes(gpu!), `GPU ${gpu} twice`);
      assert([...alive.keys()].every((server) => event.beside.includes(server)));
      alive.set(event.server, gpu!);
    }
    if (event.type === "server-stopped") alive.delete(event.server);
    most = Math.max(most, alive.size);
  }
  assertEquals(most, 4);
  const timed = plan.starts.map(({ name }) => ({
    name,
    gpus: 1,
    expectedMs: 50 + 2 * runMs(name),
  }));
  assertEquals(clock.nowMs, simulate(timed, { gpus: 4, parallel: 4 }).wallMs);
  assertEquals(ending.ledger.gpuMs.measured, 2 * timed.reduce((sum, t) => sum + runMs(t.name), 0));
  assertEquals(ending.ledger.availableGpuMs, 4 * clock.nowMs);
});

Deno.test("the ledger of a server holds each moment of its life", async () => {
  const clock = new HandClock();
  const { events } = await run(planOf(1, 2, 2), {
    clock,
    loadMs: () => 70,
    runMs: () => 30,
    continueOnError: true,
    result: (n) => n === 1 ? FAILED : VALID,
  });
  const [stopped] = ofType(events, "server-stopped");
  assertEquals(stopped?.ledger, { loading: 70, measured: 90, failed: 30 });
});

Deno.test("a loading that fails is lost time", async () => {
  const clock = new HandClock();
  const { events } = await run(planOf(1, 1, 1), {
    clock,
    loadMs: () => 70,
    ready: () => {
      throw new RunFailure(NO);
    },
  });
  assertEquals(ofType(events, "server-stopped")[0]?.ledger, { failed: 70 });
});

Deno.test("the first failure ends the servers beside it, and their runs are cancelled, not failed", async () => {
  const clock = new HandClock();
  const { ending, events, log } = await run(planOf(4, 1, 2), {
    clock,
    queue: queueOf(2, clock),
    runMs,
    result: (n) => n === 0 ? FAILED : VALID,
  });
  assertEquals([ending.kind, ending.failed, ending.valid], ["failed", 1, 0]);
  assertEquals(ending.failure?.reason, "1 of 1 requests failed");
  const outcomes = ofType(events, "run-finished").map(({ outcome }) => outcome.kind);
  assertEquals(outcomes, ["failed", "cancelled"]);
  assertEquals(log.filter((line) => line === "stop").length, 2);
  assertEquals(log.filter((line) => line.startsWith("start")).length, 2);
});

Deno.test("with continueOnError a failure costs the servers beside it nothing", async () => {
  const clock = new HandClock();
  const { ending } = await run(planOf(4, 1, 2), {
    clock,
    queue: queueOf(2, clock),
    runMs,
    continueOnError: true,
    result: (n) => n === 0 ? FAILED : VALID,
  });
  assertEquals([ending.kind, ending.failed, ending.valid], ["complete", 1, 7]);
});

Deno.test("a drain lets every server finish its run", async () => {
  const clock = new HandClock();
  const drain = new AbortController();
  const { ending, events } = await run(planOf(4, 1, 3), {
    clock,
    queue: queueOf(2, clock),
    runMs,
    drain: drain.signal,
    during: () => drain.abort(),
  });
  assertEquals([ending.kind, ending.valid], ["interrupted", 2]);
  assertEquals(ofType(events, "run-finished").map(({ outcome }) => outcome.kind), [
    "valid",
    "valid",
  ]);
});

Deno.test("a drain ends servers that load: they have no run to finish", async () => {
  const clock = new HandClock();
  const drain = new AbortController();
  const { ending, events, log } = await run(planOf(3, 1, 2), {
    clock,
    queue: queueOf(2, clock),
    loadMs: (server) => server.endsWith("1") ? 1_000_000 : 10,
    runMs,
    drain: drain.signal,
    during: () => drain.abort(),
  });
  assertEquals([ending.kind, ending.valid, ending.failed], ["interrupted", 1, 0]);
  assertEquals(ofType(events, "server-ready").map(({ server }) => server), ["SERVE--s=0"]);
  assertEquals(ofType(events, "server-failed"), []);
  assertEquals(log.filter((line) => line === "stop").length, 2);
});

Deno.test("what goes wrong while the last runs finish after a drain is the end of the sweep", async () => {
  const clock = new HandClock();
  const drain = new AbortController();
  const world = {
    clock,
    queue: queueOf(2, clock),
    runMs,
    drain: drain.signal,
    during: () => drain.abort(),
  };
  const failed = await run(planOf(2, 1, 2), {
    ...world,
    result: (n) => n === 1 ? FAILED : VALID,
  });
  assertEquals([failed.ending.kind, failed.ending.failed], ["failed", 1]);
  const full = new Error("disk");
  let runs = 0;
  const late = new AbortController();
  const broken = await run(planOf(2, 1, 2), {
    ...world,
    drain: late.signal,
    during: () => late.abort(),
    onEvent: ({ type }) => {
      if (type === "run-finished" && ++runs === 2) throw full;
    },
  });
  assertEquals([broken.ending.kind, broken.ending.error], ["broken", full]);
});

Deno.test("an event that cannot be recorded ends all servers and benchmarks, whichever it is", async () => {
  const types = ["server-starting", "server-ready", "combination-started", "run-started"] as const;
  const later = ["run-finished", "combination-finished", "server-stopped"] as const;
  for (const type of [...types, ...later]) {
    const clock = new HandClock();
    const full = new Error("disk");
    let isFull = false;
    const { ending, log, benchesLeft } = await run(planOf(6, 1, 2), {
      clock,
      queue: queueOf(3, clock),
      runMs,
      onEvent: (event) => {
        isFull ||= event.type === type && "server" in event && event.server.endsWith("1");
        if (isFull) throw full;
      },
    });
    assertEquals([type, ending.kind, ending.error], [type, "broken", full]);
    const count = (word: string) => log.filter((line) => line.startsWith(word)).length;
    assertEquals([type, count("start"), benchesLeft], [type, count("stop"), 0]);
  }
});

Deno.test("a stop cancels the runs of all servers", async () => {
  const clock = new HandClock();
  const stop = new AbortController();
  const { ending, events } = await run(planOf(3, 1, 3), {
    clock,
    queue: queueOf(3, clock),
    runMs,
    signal: stop.signal,
    during: () => stop.abort(new Error("enough")),
    result: () => "",
  });
  assertEquals([ending.kind, ending.failed], ["interrupted", 0]);
  assertEquals(
    ofType(events, "run-finished").map(({ outcome }) => outcome),
    Array(3).fill({ kind: "cancelled", reason: "enough" }),
  );
  // Nobody waited for it, so nobody knows.
  assertEquals(ofType(events, "memory-kept"), []);
});

Deno.test("what there is no time for is left out, and said once for each start", async () => {
  const { ending, events, log } = await run(planOf(3, 2, 2), {
    admission: {
      ...NO_LIMIT,
      refusesStart: ({ name }) => name.endsWith("2") ? "too late" : null,
      refusesRun: ({ name }, { directory }) =>
        name.endsWith("1") && directory.endsWith("1") ? "too late" : null,
    },
  });
  assertEquals([ending.kind, ending.valid, ending.leftOut], ["complete", 6, 6]);
  assertEquals(ending.leftOutReason, "too late");
  assertEquals(log.filter((line) => line.startsWith("start")).length, 2);
  assertEquals(ofType(events, "left-out").map(({ runs }) => runs), [2, 4]);
});

Deno.test("a combination that was given up in one start is not tried in the next one", async () => {
  const plan = planOf(1, 1, 2);
  const rounds = [0, 1].map((round) => ({
    ...plan.starts[0]!,
    round,
    combinations: plan.starts[0]!.combinations.map((c) => ({ ...c, runs: [round] })),
  }));
  const { log, ending } = await run({ ...plan, starts: rounds }, {
    continueOnError: true,
    ready: () => {
      throw new RunFailure({ ...NO, class: "gpu-out-of-memory" });
    },
  });
  assertEquals(log.filter((line) => line.startsWith("start")).length, 1);
  assertEquals(ending.failedCombinations.length, 1);
});

Deno.test("starts of the same combinations may overlap: each does its own runs, under its own id", async () => {
  const clock = new HandClock();
  const plan = interleaved(planOf(1, 1, 4), 2);
  // The queue keeps starts of one name apart.
  const named = plan.starts.map((start) => ({ ...start, name: `${start.name}${start.round}` }));
  const { ending, events } = await run({ ...plan, starts: named }, {
    clock,
    queue: queueOf(2, clock),
    gpus: 2,
    loadMs: () => 50,
    runMs,
  });
  assertEquals([ending.kind, ending.valid], ["complete", 4]);
  const ids = (type: "server-starting" | "server-stopped") =>
    events.flatMap((event, index) => event.type === type ? [[event.start, index] as const] : []);
  const starting = ids("server-starting");
  assertEquals(starting.map(([id]) => id), ["SERVE--s=0#1", "SERVE--s=0#2"]);
  assert(starting[1]![1] < ids("server-stopped")[0]![1], "they do not overlap");
  const runs = ofType(events, "run-finished").map(({ start, name }) => [start, name.run]);
  assertEquals(runs.toSorted(), [
    ["SERVE--s=0#1", 0],
    ["SERVE--s=0#1", 2],
    ["SERVE--s=0#2", 1],
    ["SERVE--s=0#2", 3],
  ]);
});
