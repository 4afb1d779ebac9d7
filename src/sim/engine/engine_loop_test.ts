import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { engine as makeEngine, request } from "../model/_fixture.ts";
import { Sequence } from "../model/sequence.ts";
import { EngineLoop, type LoopClock } from "./engine_loop.ts";
import { EngineMetrics } from "./metrics.ts";

/** A clock that moves only when told to, and whose timers are late by a fixed time. */
class ManualClock implements LoopClock {
  nowMs = 0;
  lateMs = 0;
  pending: { atMs: number; callback: () => void } | undefined;

  now(): number {
    return this.nowMs;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { atMs: this.nowMs + ms, callback };
    this.pending = timer;
    return () => {
      if (this.pending === timer) this.pending = undefined;
    };
  }

  /** Lets the pending timer fire. */
  fire(): void {
    const timer = this.pending!;
    this.pending = undefined;
    this.nowMs = timer.atMs + this.lateMs;
    timer.callback();
  }
}

function loop(changes: Parameters<typeof makeEngine>[0] = {}) {
  const clock = new ManualClock();
  const engine = makeEngine(changes);
  const metrics = new EngineMetrics(engine);
  return { clock, engine, metrics, loop: new EngineLoop(engine, metrics, clock) };
}

/** A sink that keeps what it gets. */
function recorder() {
  const seen = { tokens: 0, failed: false };
  return { seen, token: () => void seen.tokens++, fail: () => void (seen.failed = true) };
}

Deno.test("steps follow their deadlines, so late and rounded timers do not add up", () => {
  const { clock, engine, loop: target } = loop();
  clock.lateMs = 1.3;
  target.submit(new Sequence(request(16, 200, 1)), recorder());
  const modelled = makeEngine();
  modelled.scheduler.add(new Sequence(request(16, 200, 1)));
  let seconds = 0;
  while (clock.pending !== undefined) {
    const step = modelled.begin()!;
    modelled.end(step);
    seconds += step.seconds;
    clock.fire();
  }
  assertAlmostEquals(clock.nowMs, seconds * 1000, 2);
  assertEquals(engine.scheduler.pool.usage, 0);
});

Deno.test("a long pause of the process is not made up for", () => {
  const { clock, loop: target } = loop();
  target.submit(new Sequence(request(16, 3, 1)), recorder());
  clock.lateMs = 500;
  clock.fire();
  clock.lateMs = 0;
  const before = clock.nowMs;
  clock.fire();
  assert(clock.nowMs - before > 5, String(clock.nowMs - before));
});

Deno.test("an idle loop has no timer, and a sequence that comes starts it", () => {
  const { clock, loop: target } = loop();
  assertEquals(clock.pending, undefined);
  const sink = recorder();
  target.submit(new Sequence(request(16, 2, 1)), sink);
  clock.fire();
  clock.fire();
  assertEquals([clock.pending, sink.seen.tokens], [undefined, 2]);
});

Deno.test("an aborted sequence gets no more tokens and counts as aborted", () => {
  const { clock, engine, metrics, loop: target } = loop();
  const sink = recorder();
  const sequence = new Sequence(request(16, 50, 1));
  target.submit(sequence, sink);
  clock.fire();
  target.abort(sequence);
  target.abort(sequence);
  clock.fire();
  assertEquals([sink.seen.tokens, metrics.finishedRequests.abort], [1, 1]);
  assertEquals([engine.scheduler.pool.usage, clock.pending], [0, undefined]);
});

Deno.test("a killed engine fails what it has and what comes", () => {
  const { clock, loop: target } = loop();
  const [first, second] = [recorder(), recorder()];
  target.submit(new Sequence(request(16, 50, 1)), first);
  clock.fire();
  target.kill();
  target.submit(new Sequence(request(16, 50, 2)), second);
  assertEquals([first.seen.failed, second.seen.failed], [true, true]);
  assertEquals(clock.pending, undefined);
});

Deno.test("a sink that aborts its own sequence does not disturb the others", () => {
  const { clock, loop: target } = loop();
  const sequence = new Sequence(request(16, 5, 1));
  const other = recorder();
  target.submit(sequence, { token: () => target.abort(sequence), fail() {} });
  target.submit(new Sequence(request(16, 5, 2)), other);
  while (clock.pending !== undefined) clock.fire();
  assertEquals(other.seen.tokens, 5);
});
