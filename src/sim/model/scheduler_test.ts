import { assert, assertEquals } from "@std/assert";
import { burst, config, request } from "./_fixture.ts";
import { BlockPool } from "./block_pool.ts";
import { Scheduler } from "./scheduler.ts";
import { Sequence } from "./sequence.ts";

function scheduler(changes: Parameters<typeof config>[0], blocks = 1000): Scheduler {
  return new Scheduler(config(changes), new BlockPool(blocks));
}

function sequences(count: number, promptLength: number): Sequence[] {
  return burst(count, promptLength, 100).map(({ request }) => new Sequence(request));
}

/** One step: the tokens that each sequence of the batch computes. */
function step(target: Scheduler): number[] {
  const batch = target.schedule();
  if (batch === undefined) return [];
  target.computed(batch);
  for (const { sequence } of batch.entries) {
    if (sequence.computed === sequence.tokens.length) sequence.tokens.push(1);
  }
  return batch.entries.map(({ tokens }) => tokens);
}

Deno.test("sequences beyond max-num-seqs wait until one ends", () => {
  const target = scheduler({ maxNumSeqs: 2 });
  const [first, ...others] = sequences(3, 10);
  for (const sequence of [first!, ...others]) target.add(sequence);
  assertEquals(step(target), [10, 10]);
  assertEquals(step(target), [1, 1]);
  target.remove(first!);
  assertEquals(step(target), [1, 10]);
});

Deno.test("decode goes before prefill, and prefill takes the rest of the token budget in chunks", () => {
  const target = scheduler({ maxNumBatchedTokens: 64 });
  const [short, long] = [...sequences(1, 10), ...sequences(1, 100)];
  target.add(short!);
  assertEquals(step(target), [10]);
  target.add(long!);
  assertEquals(step(target), [1, 63]);
  assertEquals(step(target), [1, 37]);
  assertEquals(step(target), [1, 1]);
});

Deno.test("without chunked prefill a prompt waits for a step with room for all of it", () => {
  const target = scheduler({ maxNumBatchedTokens: 64, chunkedPrefill: false });
  for (const sequence of sequences(2, 40)) target.add(sequence);
  assertEquals(step(target), [40]);
  assertEquals(step(target), [1, 40]);
});

Deno.test("the long-prefill threshold keeps room for others but not when alone", () => {
  const target = scheduler({ longPrefillThreshold: 16 });
  const [first, second] = sequences(2, 100);
  target.add(first!);
  assertEquals(step(target), [100]);
  target.add(second!);
  assertEquals(step(target), [1, 16]);
});

Deno.test("a repeated prompt computes only what is not cached, and never nothing", () => {
  const target = scheduler({});
  const first = new Sequence(request(64, 10, 1));
  target.add(first);
  assertEquals(step(target), [64]);
  const second = new Sequence(request(64, 10, 1));
  target.add(second);
  assertEquals(step(target), [1, 16]);
  assertEquals(second.cachedTokens, 48);
  assertEquals(target.counts, { preemptions: 0, cacheQueries: 128, cacheHits: 48 });
});

Deno.test("without prefix caching nothing is found", () => {
  const target = scheduler({ prefixCaching: false });
  for (let round = 0; round < 2; round++) {
    const sequence = new Sequence(request(64, 10, 1));
    target.add(sequence);
    assertEquals(step(target), [64]);
    target.remove(sequence);
  }
  assertEquals(target.counts.cacheQueries, 0);
});

Deno.test("a prompt that does not fit into the free blocks waits and blocks those behind it", () => {
  const target = scheduler({}, 8);
  const [first, second] = sequences(2, 80);
  const small = sequences(1, 16)[0]!;
  for (const sequence of [first!, second!, small]) target.add(sequence);
  assertEquals(step(target), [80]);
  assertEquals(target.waiting, [second!, small]);
  target.remove(first!);
  assertEquals(step(target), [80, 16]);
});

Deno.test("when blocks run out the sequence admitted last is preempted and computed again", () => {
  const target = scheduler({ prefixCaching: false }, 4);
  const [first, second] = sequences(2, 32);
  target.add(first!);
  target.add(second!);
  assertEquals(step(target), [32, 32]);
  assertEquals(step(target), [1], "the first takes the blocks of the second");
  assertEquals([second!.state, second!.preemptions, target.counts.preemptions], ["waiting", 1, 1]);
  target.remove(first!);
  assertEquals(step(target), [33], "prompt and the token already generated");
  assertEquals(second!.blocks.length, 3);
});

Deno.test("every block is free again when all sequences are removed, wherever they are", () => {
  const target = scheduler({ maxNumBatchedTokens: 64, maxNumSeqs: 3 }, 40);
  const all = [...sequences(3, 50), ...sequences(3, 50)];
  for (const sequence of all) target.add(sequence);
  for (let round = 0; round < 4; round++) step(target);
  assert(target.pool.free < 40);
  for (const sequence of all) target.remove(sequence);
  assertEquals([target.pool.free, target.running.length, target.waiting.length], [40, 0, 0]);
  assertEquals(target.schedule(), undefined);
});
