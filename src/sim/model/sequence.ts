/** One prompt on its way through the engine. */
import { blockHash, ROOT_HASH } from "./block_hash.ts";

/** Why a sequence ended, in the words of the OpenAI API. */
export type FinishReason = "stop" | "length" | "abort";

/** What a sequence is asked for. */
export interface SequenceRequest {
  readonly prompt: readonly number[];
  /** Most tokens to generate, at least 1. */
  readonly maxTokens: number;
  /** The model ends by itself after this many tokens; undefined if it must not. */
  readonly stopAfter?: number | undefined;
  /** The token at a position of the output. */
  readonly tokenAt: (position: number) => number;
}

/** State of a sequence; the scheduler owns it. */
export class Sequence {
  /** Prompt and output. */
  readonly tokens: number[];
  readonly promptLength: number;
  state: "waiting" | "running" | "finished" = "waiting";
  finishReason: FinishReason | undefined;
  /** Tokens whose keys and values are in the cache. */
  computed = 0;
  /** Blocks that hold them, in order. */
  blocks: number[] = [];
  /** Blocks whose content has been recorded in the pool. */
  named = 0;
  /** Prompt tokens found in the prefix cache at the first admission; undefined before it. */
  cachedTokens: number | undefined;
  preemptions = 0;
  readonly #hashes: number[] = [];

  constructor(readonly request: SequenceRequest) {
    this.tokens = [...request.prompt];
    this.promptLength = request.prompt.length;
  }

  /** Tokens generated so far. */
  get generated(): number {
    return this.tokens.length - this.promptLength;
  }

  /** Hash of the full block `index`. */
  hash(index: number, blockSize: number): number {
    for (let block = this.#hashes.length; block <= index; block++) {
      const parent = this.#hashes[block - 1] ?? ROOT_HASH;
      const start = block * blockSize;
      this.#hashes.push(blockHash(parent, this.tokens, start, start + blockSize));
    }
    return this.#hashes[index]!;
  }
}
