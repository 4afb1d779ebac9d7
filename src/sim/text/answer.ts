/** What the simulated model answers: words that depend only on the prompt and the seed, and a length of its own. */
import { blockHash, ROOT_HASH } from "../model/block_hash.ts";
import { gaussian, uniform } from "../model/noise.ts";
import { pieceId } from "./tokenizer.ts";
import { WORDS } from "./vocabulary.ts";

/** Length at which half of the answers have ended by themselves, in tokens. */
export const MEDIAN_LENGTH = 200;
/** Standard deviation of the logarithm of the length. */
export const LENGTH_SIGMA = 0.6;

const IDS = WORDS.map(pieceId);

/** What a server whose arithmetic is broken says over and over. */
const GARBAGE = "!";
/** Its token. */
export const GARBAGE_TOKEN = pieceId(GARBAGE);

const TEXTS = new Map([
  ...IDS.map((id, index) => [id, WORDS[index]!] as const),
  [GARBAGE_TOKEN, GARBAGE],
]);

/** One answer, the same for the same prompt and seed. */
export class Answer {
  readonly #seed: number;

  constructor(prompt: readonly number[], seed: number) {
    this.#seed = (blockHash(ROOT_HASH, prompt, 0, prompt.length) ^ Math.imul(seed, 0x9e3779b1)) >>>
      0;
  }

  /** Tokens after which the model would end. */
  get length(): number {
    const deviation = gaussian(uniform(this.#seed));
    return Math.max(1, Math.round(MEDIAN_LENGTH * Math.exp(LENGTH_SIGMA * deviation)));
  }

  /** The token at a position. */
  tokenAt(position: number): number {
    let hash = Math.imul(this.#seed ^ (position + 1), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return IDS[((hash ^ (hash >>> 16)) >>> 0) % IDS.length]!;
  }
}

/** Text of a token of an answer. */
export function answerText(token: number): string {
  return TEXTS.get(token)!;
}
