import { assert, assertEquals } from "@std/assert";
import { BlockPool } from "./block_pool.ts";

Deno.test("a pool gives what it has, all or nothing", () => {
  const pool = new BlockPool(4);
  assertEquals(pool.take(3), [0, 1, 2]);
  assertEquals(pool.take(2), undefined);
  assertEquals([pool.free, pool.usage], [1, 0.75]);
});

Deno.test("a freed block keeps its content until it is the oldest free one and is taken", () => {
  const pool = new BlockPool(2);
  const [block] = pool.take(1)!;
  pool.name(block!, 77);
  pool.release([block!]);
  assertEquals(pool.find(77), block);
  assertEquals(pool.take(1), [1], "the block never used goes first");
  assertEquals(pool.find(77), block);
  assertEquals(pool.take(1), [0]);
  assertEquals(pool.find(77), undefined);
});

Deno.test("the end of a prefix is evicted before its beginning", () => {
  const pool = new BlockPool(3);
  const blocks = pool.take(3)!;
  blocks.forEach((block, index) => pool.name(block, index));
  pool.release(blocks);
  pool.take(1);
  assertEquals([0, 1, 2].map((hash) => pool.find(hash)), [0, 1, undefined]);
});

Deno.test("a shared block is free only after its last user", () => {
  const pool = new BlockPool(2);
  const [block] = pool.take(1)!;
  pool.share(block!);
  pool.release([block!]);
  assert(!pool.isFree(block!));
  pool.release([block!]);
  assert(pool.isFree(block!));
  pool.share(block!);
  assertEquals(pool.free, 1, "a free block that is shared again leaves the queue");
});

Deno.test("the prefix cache is not reset while blocks are in use", () => {
  const pool = new BlockPool(2);
  const blocks = pool.take(1)!;
  pool.name(blocks[0]!, 5);
  assertEquals(pool.reset(), false);
  pool.release(blocks);
  assertEquals(pool.reset(), true);
  assertEquals(pool.find(5), undefined);
});
