import { assertEquals } from "@std/assert";
import { bestLevels } from "./best_levels.ts";

Deno.test("values whose means are shown as the same are all the best, or none is", () => {
  const higher = { better: "higher", decimals: 1 } as const;
  assertEquals(bestLevels([[0, 10, 1], [1, 20, 1]], higher), [1]);
  assertEquals(bestLevels([[0, 10, 1], [1, 20, 1]], { ...higher, better: "lower" }), [0]);
  assertEquals(bestLevels([[0, 10, 1], [1, 20, 1]], { ...higher, better: null }), []);
  assertEquals(bestLevels([[0, 150.21, 2], [1, 150.22, 2]], higher), []);
  assertEquals(bestLevels([[0, 20.01, 1], [1, 5, 1], [2, 20.02, 1]], higher), [0, 2]);
});
