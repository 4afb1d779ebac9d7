import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Event } from "./event.ts";
import { sweepCosts } from "./costs.ts";
import { serverLives } from "./lives.ts";

const SERVER = "SERVE--a";
const BEGIN_MS = Date.UTC(2026, 10, 24);

/** What only some of these events have here. */
const DEFAULTS: Record<string, object> = {
  "server-starting": { round: 0, gpus: 0, placement: { gpus: [], cpus: null }, beside: [] },
  "server-stopped": { ledger: {} },
  "sweep-finished": { ledger: null },
};

/** Events at seconds; only what is read of each. */
function events(list: readonly (readonly [seconds: number, type: string, fields?: object])[]) {
  return list.map(([seconds, type, fields]) => ({
    time: new Date(BEGIN_MS + 1000 * seconds).toISOString(),
    type,
    ...(type.startsWith("sweep-") ? {} : { start: `${SERVER}#1`, server: SERVER }),
    ...DEFAULTS[type],
    ...fields,
  })) as unknown as Event[];
}

const run = (number: number) => ({ name: { directory: "x", run: number } });
const finished = (number: number, kind: string) => ({ ...run(number), outcome: { kind } });
const starting = { argv: ["vllm"], logFile: "logs/server.log" };

Deno.test("without a ledger the events tell the stages of a life", () => {
  const journal = events([
    [0, "sweep-started"],
    [1, "server-starting", starting],
    [11, "server-ready", { serverVersion: "0.11" }],
    [12, "run-started", run(-1)],
    [14, "run-finished", finished(-1, "valid")],
    [15, "run-started", run(0)],
    [20, "run-finished", finished(0, "valid")],
    [21, "run-started", run(1)],
    [24, "run-finished", finished(1, "failed")],
    [25, "server-stopped"],
    [26, "sweep-finished"],
  ]);
  const lives = serverLives(journal);
  const [life] = lives;
  assertEquals(Object.fromEntries(life!.stages), {
    loading: 10_000,
    warmup: 2_000,
    measured: 5_000,
    failed: 3_000,
    other: 4_000,
  });
  assertEquals(life!.runs.map(({ outcome }) => outcome), ["valid", "valid", "failed"]);
  const costs = sweepCosts(journal, lives);
  assertEquals([costs.wallMs, costs.starts, costs.overheadMs], [26_000, 1, null]);
  assertEquals(costs.utilisationOf, "the servers");
  assertAlmostEquals(costs.utilisation, 5 / 24);
});

Deno.test("a ledger counts, in the time of GPUs", () => {
  const ledger = { waiting: 1_000, weights: 3_000, measured: 6_000 };
  const journal = events([
    [0, "sweep-started"],
    [0, "server-starting", { ...starting, gpus: 2, placement: { gpus: ["0", "1"], cpus: null } }],
    [4, "server-ready"],
    [10, "server-stopped", { ledger }],
    [10, "left-out", { runs: 3 }],
    [10, "sweep-finished", { ledger: { availableGpuMs: 40_000, overheadMs: 70 } }],
  ]);
  const costs = sweepCosts(journal, serverLives(journal));
  assertEquals(Object.fromEntries(costs.serverMs), ledger);
  assertEquals(costs.gpuMs, 20_000);
  assertEquals([costs.utilisation, costs.utilisationOf], [12_000 / 40_000, "all GPUs"]);
  assertEquals([costs.overheadMs, costs.leftOut], [70, 3]);
});

Deno.test("a start that failed, and one that a kill cut off, have ends; time between sessions costs nothing", () => {
  const journal = events([
    [0, "sweep-started"],
    [0, "server-starting", starting],
    [5, "server-failed"],
    [5, "server-stopped"],
    [6, "server-starting", starting],
    [8, "server-ready"],
    [9, "run-started", run(0)],
    [1000, "sweep-started"],
    [1001, "server-starting", starting],
    [1002, "server-ready"],
    [1003, "server-stopped"],
  ]);
  const lives = serverLives(journal);
  assertEquals(lives.map(({ failure }) => failure !== null), [true, false, false]);
  assertEquals(lives.map(({ from, to }) => (to - from) / 1000), [5, 3, 2]);
  assertEquals(lives[1]!.runs.map(({ outcome }) => outcome), ["cancelled"]);
  assertEquals(Object.fromEntries(lives[0]!.stages), { failed: 5_000 });
  assertEquals(sweepCosts(journal, lives).wallMs, (9 + 3) * 1000);
});
