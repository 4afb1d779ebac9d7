/** A stand-in for a tokenizer: as many tokens for a text as a real one within a few percent, without its 128 thousand entries. */
import { fnv1a } from "../model/fnv1a.ts";
import { WORDS } from "./vocabulary.ts";

/** Ids below this are pieces of text; those above are special, as in the Llama 3 vocabulary. */
export const TEXT_IDS = 128_000;
export const BEGIN_OF_TEXT = 128_000;
export const START_HEADER = 128_006;
export const END_HEADER = 128_007;
export const END_OF_TURN = 128_009;

/** A word of up to eight letters with its space, up to three digits, one other character, or one space. */
const PIECE = / ?\p{L}{1,8}| ?\p{N}{1,3}| ?[^\s\p{L}\p{N}]|\s/gu;

/** Turns text into ids and back. An id is a hash of its piece, so that no table has to be shipped. */
export class Tokenizer {
  /** What ids that have been seen stand for; bounded by {@linkcode TEXT_IDS}. */
  readonly #pieces = new Map<number, string>();

  /** Ids of a text, without special ones. */
  encode(text: string): number[] {
    const ids: number[] = [];
    for (const [piece] of text.matchAll(PIECE)) {
      const id = pieceId(piece);
      this.#pieces.set(id, piece);
      ids.push(id);
    }
    return ids;
  }

  /** Text of ids. An id whose piece was never seen becomes a word of the vocabulary; special ids are left out. */
  decode(ids: readonly number[]): string {
    return ids.map((id) => id >= TEXT_IDS ? "" : this.#pieces.get(id) ?? WORDS[id % WORDS.length]!)
      .join("");
  }
}

/** Id of a piece of text. */
export function pieceId(piece: string): number {
  return fnv1a(piece) % TEXT_IDS;
}
