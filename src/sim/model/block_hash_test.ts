import { assertEquals, assertNotEquals } from "@std/assert";
import { blockHash, ROOT_HASH } from "./block_hash.ts";

Deno.test("equal tokens after equal parents have equal hashes, in any place of the array", () => {
  assertEquals(
    blockHash(ROOT_HASH, [9, 1, 2, 3], 1, 4),
    blockHash(ROOT_HASH, [1, 2, 3], 0, 3),
  );
});

Deno.test("a token, the order or the parent changes the hash", () => {
  const base = blockHash(ROOT_HASH, [1, 2, 3], 0, 3);
  assertNotEquals(base, blockHash(ROOT_HASH, [1, 2, 4], 0, 3));
  assertNotEquals(base, blockHash(ROOT_HASH, [2, 1, 3], 0, 3));
  assertNotEquals(base, blockHash(base, [1, 2, 3], 0, 3));
});

Deno.test("hashes of many small blocks are all different", () => {
  const hashes = new Set<number>();
  for (let token = 0; token < 100_000; token++) hashes.add(blockHash(ROOT_HASH, [token, 0], 0, 2));
  assertEquals(hashes.size, 100_000);
});
