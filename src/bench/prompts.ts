/**
 * The `random` data set: prompts of an exact length, made without a tokenizer.
 *
 * As in `vllm bench serve`, each prompt is a common prefix and then a run of consecutive token ids from a random start.
 * Token ids are 1000 to 30999: present in every vocabulary from Llama's 32,000 upwards and clear of special tokens.
 */
import { UsageError } from "../lib/errors.ts";
import { Random } from "./random.ts";
import type { PromptOptions } from "./settings/settings.ts";

/** The smallest token id of a prompt. */
export const FIRST_TOKEN_ID = 1000;
/** How many different token ids prompts are made of. */
export const VOCABULARY = 30_000;

/** One prompt; its tokens are made only when they are sent. */
export interface Prompt {
  /** Token ids that all prompts share. */
  readonly prefix: readonly number[];
  /** Where in the vocabulary the run of ids starts, 0 to VOCABULARY - 1. */
  readonly start: number;
  /** Length of the run. */
  readonly runLength: number;
  /** Tokens of the whole prompt. */
  readonly length: number;
  /** Tokens of the answer to ask for. */
  readonly outputLength: number;
}

/**
 * The prompts of a benchmark. Unlike the reference no two start alike until the vocabulary is used up, so that a prefix
 * cache of the server cannot hit by chance.
 *
 * @throws UsageError if a prompt could have no token.
 */
export function randomPrompts(options: PromptOptions): Prompt[] {
  const { count, inputLength, outputLength, prefixLength, seed } = options;
  const [inputLow, inputHigh] = range(inputLength, options.inputRangeRatio);
  const [outputLow, outputHigh] = range(outputLength, options.outputRangeRatio);
  if (prefixLength + inputLow < 1) {
    throw new UsageError(
      `Cannot make prompts of ${prefixLength + inputLow} tokens: raise --random-input-len or ` +
        "--random-prefix-len, or lower --random-range-ratio",
    );
  }
  // A stream for each quantity: changing one length leaves everything else as it was.
  const [inputs, outputs, starts, prefixIds] = [10, 11, 12, 13].map((stream) =>
    new Random(seed, stream)
  ) as [Random, Random, Random, Random];
  const prefix = Array.from(
    { length: prefixLength },
    () => FIRST_TOKEN_ID + prefixIds.integer(0, VOCABULARY - 1),
  );
  const used = new Set<number>();
  return Array.from({ length: count }, () => {
    const runLength = inputs.integer(inputLow, inputHigh);
    return {
      prefix,
      start: freshStart(starts, used),
      runLength,
      length: prefixLength + runLength,
      outputLength: outputs.integer(Math.max(outputLow, 1), Math.max(outputHigh, 1)),
    };
  });
}

/** The token ids of a prompt. */
export function promptIds(prompt: Prompt): number[] {
  const ids = prompt.prefix.slice();
  for (let i = 0; i < prompt.runLength; i++) {
    ids.push(FIRST_TOKEN_ID + (prompt.start + i) % VOCABULARY);
  }
  return ids;
}

/** Text for servers that take no ids: one word for each id, most of them one token, so the length is about right. */
export function promptText(prompt: Prompt): string {
  return promptIds(prompt).map((id) => WORDS[scatter(id) % WORDS.length]).join(" ");
}

const WORDS =
  ("time year people way day man thing woman life child world school state family student group country " +
    "problem hand part place case week company system program question work government number night point home water " +
    "room mother area money story fact month lot right study book eye job word business issue side kind head house " +
    "service friend father power hour game line end member law").split(" ");

/** From the mean and the ratio to the shortest and the longest. */
function range(length: number, ratio: number): [number, number] {
  return [Math.floor(length * (1 - ratio)), Math.ceil(length * (1 + ratio))];
}

function freshStart(random: Random, used: Set<number>): number {
  if (used.size === VOCABULARY) used.clear();
  // With almost all starts used up, trying again at random would take long: step on to the next free one.
  let start = random.integer(0, VOCABULARY - 1);
  while (used.has(start)) start = (start + 1) % VOCABULARY;
  used.add(start);
  return start;
}

/** Neighbouring ids get unrelated words (the finaliser of MurmurHash3 by Austin Appleby). */
function scatter(id: number): number {
  let h = id;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
