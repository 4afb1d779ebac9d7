import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { burst, config, engine, request } from "./_fixture.ts";
import { Engine } from "./engine.ts";
import { Sequence } from "./sequence.ts";
import { type Trace, virtualRun } from "./_virtual_run.ts";

/** Time to first token, in seconds. */
function ttft(trace: Trace): number {
  return trace.tokens[0]! - trace.arrived;
}

/** Largest gap between two tokens, in seconds. */
function worstGap(trace: Trace): number {
  return Math.max(...trace.tokens.slice(1).map((time, index) => time - trace.tokens[index]!));
}

function throughput(changes: Parameters<typeof engine>[0]): number {
  return 256 * 64 / virtualRun(engine(changes), burst(256, 128, 64)).seconds;
}

Deno.test("32 requests of 32 tokens take between 0.2 and 0.4 s", () => {
  const { seconds } = virtualRun(engine(), burst(32, 128, 32));
  assert(seconds > 0.2 && seconds < 0.4, String(seconds));
});

Deno.test("throughput rises with max-num-seqs, in proportion at first and hardly at the end", () => {
  const [one, two, large, larger] = [1, 2, 512, 1024].map((maxNumSeqs) =>
    throughput({ maxNumSeqs })
  );
  assertAlmostEquals(two! / one!, 2, 0.15);
  assert(large! > 50 * one!);
  assertAlmostEquals(larger! / large!, 1, 0.01);
});

Deno.test("requests beyond max-num-seqs queue: the last one waits for the first to end", () => {
  const { traces } = virtualRun(engine({ maxNumSeqs: 4 }), burst(8, 128, 32));
  assert(ttft(traces[7]!) > traces[0]!.tokens.at(-1)!);
  assert(ttft(traces[3]!) < traces[0]!.tokens.at(-1)!);
});

Deno.test("a long prompt stalls sequences that decode, less with smaller batches of tokens", () => {
  const arrivals = [
    { seconds: 0, request: request(16, 64, 1) },
    { seconds: 0.1, request: request(8000, 4, 2) },
  ];
  const [alone] = virtualRun(engine(), arrivals.slice(0, 1)).traces;
  const [big] = virtualRun(engine(), arrivals).traces;
  const small = virtualRun(engine({ maxNumBatchedTokens: 512 }), arrivals).traces;
  assert(worstGap(big!) > 10 * worstGap(alone!));
  assert(worstGap(small[0]!) < worstGap(big!) / 5);
  assert(small[1]!.tokens.length === 4);
});

Deno.test("a repeated prompt gets its first token sooner, until the cache is reset", () => {
  const target = engine();
  const arrival = burst(1, 4096, 1);
  const first = ttft(virtualRun(target, arrival).traces[0]!);
  const again = ttft(virtualRun(target, arrival).traces[0]!);
  assert(again < first / 5);
  assertEquals(target.resetPrefixCache(), true);
  assertEquals(ttft(virtualRun(target, arrival).traces[0]!), first);
});

Deno.test("without prefix caching a repeated prompt gains nothing", () => {
  const target = engine({ prefixCaching: false });
  const [first, again] = [1, 2].map(() => ttft(virtualRun(target, burst(1, 4096, 1)).traces[0]!));
  assertEquals(again, first);
});

Deno.test("a KV cache that is too small preempts, costs time and loses no token", () => {
  const small = new Engine(config({ maxModelLen: 256, prefixCaching: false }), 64);
  const { traces, seconds } = virtualRun(small, burst(16, 64, 128));
  assert(small.scheduler.counts.preemptions > 0);
  assert(seconds > virtualRun(engine(), burst(16, 64, 128)).seconds);
  assert(traces.every((trace) => trace.tokens.length === 128));
});

Deno.test("noise is repeated by its seed and changes with it", () => {
  const run = (seed: number) =>
    virtualRun(engine({ noise: 0.05, seed }), burst(4, 64, 32)).traces.map((trace) => trace.tokens);
  assertEquals(run(3), run(3));
  assertNotEquals(run(3), run(4));
});

Deno.test("the time scale multiplies everything", () => {
  const { seconds } = virtualRun(engine(), burst(4, 64, 32));
  const slow = virtualRun(engine({ timeScale: 2.5 }), burst(4, 64, 32));
  assertAlmostEquals(slow.seconds, 2.5 * seconds, 1e-9);
});

Deno.test("sequences end by themselves or at their limit and say which", () => {
  const { traces } = virtualRun(engine(), [
    { seconds: 0, request: { ...request(8, 20, 1), stopAfter: 5 } },
    { seconds: 0, request: request(8, 20, 2) },
  ]);
  const ends = traces.map(({ sequence, tokens }) => [sequence.finishReason, tokens.length]);
  assertEquals(ends, [["stop", 5], ["length", 20]]);
});

Deno.test("a sequence aborted during a step gets no token from it and holds no block", () => {
  const target = engine();
  const sequence = new Sequence(request(100, 20, 1));
  target.scheduler.add(sequence);
  const step = target.begin()!;
  target.abort(sequence);
  assertEquals(target.end(step), []);
  assertEquals(target.scheduler.pool.usage, 0);
  assertEquals([sequence.state, sequence.finishReason], ["finished", "abort"]);
});

Deno.test("whatever the load and the limits, every request gets its tokens and every block comes back", () => {
  const requests = fc.array(
    fc.record({
      seconds: fc.double({ min: 0, max: 0.5, noNaN: true }),
      prompt: fc.integer({ min: 1, max: 150 }),
      maxTokens: fc.integer({ min: 1, max: 50 }),
      seed: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 25 },
  );
  const limits = fc.record({
    maxNumSeqs: fc.integer({ min: 1, max: 12 }),
    maxNumBatchedTokens: fc.integer({ min: 12, max: 300 }),
    longPrefillThreshold: fc.constantFrom(0, 7),
    prefixCaching: fc.boolean(),
    blocks: fc.integer({ min: 13, max: 60 }),
  });
  fc.assert(fc.property(requests, limits, (list, { blocks, ...changes }) => {
    const target = new Engine(config({ ...changes, maxModelLen: 200 }), blocks);
    const arrivals = list.sort((a, b) => a.seconds - b.seconds)
      .map(({ seconds, prompt, maxTokens, seed }) => ({
        seconds,
        request: request(prompt, maxTokens, seed),
      }));
    const { traces } = virtualRun(target, arrivals);
    for (const { sequence, tokens } of traces) {
      assertEquals(tokens.length, sequence.request.maxTokens);
    }
    assertEquals(target.scheduler.pool.free, blocks);
  }));
});
