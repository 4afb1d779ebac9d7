import { assertEquals } from "@std/assert";
import { StageClock } from "./stage_clock.ts";
import { LedgerRecorder } from "./sweep_ledger.ts";

/** A clock that a test moves. */
function handClock() {
  let ms = 100;
  return { now: () => ms, pass: (by: number) => ms += by };
}

Deno.test("every moment belongs to one stage, and a stage may turn out to have been another", () => {
  const { now, pass } = handClock();
  const clock = new StageClock(now, "waiting");
  pass(5);
  clock.enter("loading");
  pass(100);
  clock.enter("measured");
  pass(30);
  clock.enter("idle", "failed");
  pass(1);
  assertEquals(clock.totals(), { waiting: 5, loading: 100, failed: 30, idle: 1 });
});

Deno.test("parts of a stage are no more than it has", () => {
  const { now, pass } = handClock();
  const clock = new StageClock(now, "loading");
  pass(100);
  clock.enter("idle");
  clock.split("loading", { weights: 60, compile: 30, graphs: 30 });
  assertEquals(clock.totals(), { weights: 60, compile: 30, graphs: 10 });
});

Deno.test("a sweep knows its share of measured GPU time, and what it cost itself", () => {
  const { now, pass } = handClock();
  const ledger = new LedgerRecorder(now);
  pass(10);
  ledger.begin();
  ledger.begin();
  pass(80);
  ledger.add({ measured: 60, idle: 4 }, 2);
  ledger.add({ loading: 20, measured: 60 }, 1);
  ledger.end();
  ledger.end();
  pass(10);
  assertEquals(ledger.summary(4), {
    serverMs: { measured: 120, idle: 4, loading: 20 },
    gpuMs: { measured: 180, idle: 8, loading: 20 },
    availableGpuMs: 400,
    utilisation: 0.45,
    overheadMs: 24,
  });
});

Deno.test("without known GPUs the time of servers counts", () => {
  const { now, pass } = handClock();
  const ledger = new LedgerRecorder(now);
  ledger.begin();
  pass(100);
  ledger.add({ measured: 80, loading: 20 }, 0);
  ledger.end();
  const { gpuMs, utilisation, overheadMs } = ledger.summary(0);
  assertEquals([gpuMs, utilisation, overheadMs], [{}, 0.8, 0]);
});
