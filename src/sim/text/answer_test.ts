import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { Answer, answerText, MEDIAN_LENGTH } from "./answer.ts";

function words(answer: Answer): string {
  return Array.from({ length: 20 }, (_, position) => answerText(answer.tokenAt(position))).join("");
}

Deno.test("an answer depends on the prompt and the seed and on nothing else", () => {
  const base = new Answer([1, 2, 3], 0);
  const again = new Answer([1, 2, 3], 0);
  assertEquals([words(again), again.length], [words(base), base.length]);
  assertNotEquals(words(new Answer([1, 2, 4], 0)), words(base));
  assertNotEquals(words(new Answer([1, 2, 3], 1)), words(base));
});

Deno.test("an answer is not one word over and over", () => {
  assert(new Set(words(new Answer([1], 0)).split(" ")).size > 10);
});

Deno.test("half of the answers are shorter than the median length", () => {
  const lengths = Array.from({ length: 2000 }, (_, seed) => new Answer([1, 2, 3], seed).length);
  const shorter = lengths.filter((length) => length < MEDIAN_LENGTH).length;
  assertAlmostEquals(shorter / lengths.length, 0.5, 0.05);
  assert(Math.min(...lengths) >= 1 && Math.max(...lengths) > 2 * MEDIAN_LENGTH);
});
