import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../lib/errors.ts";
import { FIRST_TOKEN_ID, promptIds, promptText, randomPrompts, VOCABULARY } from "./prompts.ts";
import type { PromptOptions } from "./settings/settings.ts";

function options(change: Partial<PromptOptions> = {}): PromptOptions {
  return {
    count: 10,
    inputLength: 20,
    outputLength: 5,
    prefixLength: 0,
    inputRangeRatio: 0,
    outputRangeRatio: 0,
    seed: 0,
    ...change,
  };
}

Deno.test("prompts have the lengths asked for, and ids inside the vocabulary", () => {
  const ratio = fc.double({ min: 0, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 300 }),
      fc.nat({ max: 50 }),
      ratio,
      ratio,
      fc.nat(),
      (inputLength, outputLength, prefixLength, inputRangeRatio, outputRangeRatio, seed) => {
        const lengths = { inputLength, outputLength, prefixLength };
        const low = prefixLength + Math.floor(inputLength * (1 - inputRangeRatio));
        fc.pre(low > 0);
        const ratios = { inputRangeRatio, outputRangeRatio };
        for (const prompt of randomPrompts(options({ ...lengths, ...ratios, seed, count: 3 }))) {
          const ids = promptIds(prompt);
          assertEquals(ids.length, prompt.length);
          assertEquals(promptText(prompt).split(" ").length, prompt.length);
          assert(prompt.length >= low);
          assert(prompt.length <= prefixLength + Math.ceil(inputLength * (1 + inputRangeRatio)));
          assert(prompt.outputLength >= 1);
          assert(prompt.outputLength <= Math.ceil(outputLength * (1 + outputRangeRatio)));
          assert(ids.every((id) => id >= FIRST_TOKEN_ID && id < FIRST_TOKEN_ID + VOCABULARY));
        }
      },
    ),
  );
});

Deno.test("all prompts share the prefix and no two go on alike", () => {
  const ids = randomPrompts(options({ prefixLength: 4, count: 500 })).map(promptIds);

  assertEquals(new Set(ids.map((list) => list.slice(0, 4).join())).size, 1);
  assertEquals(new Set(ids.map((list) => list[4])).size, 500);
});

Deno.test("more prompts than the vocabulary has ids can be made", () => {
  const prompts = randomPrompts(options({ count: VOCABULARY + 1 }));

  assertEquals(new Set(prompts.slice(0, VOCABULARY).map(({ start }) => start)).size, VOCABULARY);
});

Deno.test("the seed decides the prompts", () => {
  assertEquals(randomPrompts(options({ seed: 1 })), randomPrompts(options({ seed: 1 })));
  assert(randomPrompts(options({ seed: 1 }))[0]!.start !== randomPrompts(options())[0]!.start);
});

Deno.test("another length of the answer leaves the prompts as they were", () => {
  const [a, b] = [5, 50].map((outputLength) =>
    randomPrompts(options({ outputLength, inputRangeRatio: 0.5, outputRangeRatio: 0.5 }))
      .map(promptIds)
  );

  assertEquals(a, b);
});

Deno.test("a prompt without a token is bad usage", () => {
  assertThrows(
    () => randomPrompts(options({ inputLength: 0 })),
    UsageError,
    "Cannot make prompts of 0 tokens",
  );
  assertEquals(randomPrompts(options({ inputLength: 0, prefixLength: 1 }))[0]!.length, 1);
});
