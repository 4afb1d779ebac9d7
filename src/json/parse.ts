/**
 * A reader for JSON and JSONC that loses nothing: numbers keep their text, keys their order. Beyond strict JSON it
 * takes comments, trailing commas, a byte order mark, and the numbers NaN, Infinity and -Infinity, which Python writes.
 *
 *     value  = object | array | string | number | "true" | "false" | "null"
 *     object = "{" [ string ":" value { "," string ":" value } [ "," ] ] "}"
 *     array  = "[" [ value { "," value } [ "," ] ] "]"
 *
 * Blanks and comments may stand between any two tokens.
 */
import { clip, Scanner } from "./scanner.ts";
import { type Position, positionAt } from "./syntax_error.ts";
import { type Json, JsonNumber, type JsonObject } from "./value.ts";

export { JsonSyntaxError, type Position } from "./syntax_error.ts";

/** What `parseJson` read. */
export interface JsonDocument {
  readonly value: Json;
  /**
   * Where the value at a path of keys and indexes starts. A path that leads nowhere gives the place of its longest
   * part that does. Reads the text once more at the first call: it is meant for messages.
   */
  positionOf(path: readonly (string | number)[]): Position;
}

/** Deeper values are refused, so that every walk over a value may recurse. Python's own reader stops near 1000. */
export const MAX_DEPTH = 500;

const NUMBER = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|NaN|-?Infinity)$/;

/** Other languages' spellings of the JSON words. */
const MISSPELT = new Map([
  ["True", "true"],
  ["False", "false"],
  ["None", "null"],
  ["nan", "NaN"],
  ["inf", "Infinity"],
  ["-inf", "-Infinity"],
]);

/** The start of a value and of those inside it. */
interface Place {
  offset: number;
  readonly inner: Map<string | number, Place>;
}

/**
 * Reads one JSON value.
 *
 * @throws {JsonSyntaxError} If the text is not JSON, or nested more than `MAX_DEPTH` deep.
 */
export function parseJson(text: string): JsonDocument {
  const value = readDocument(text, null);
  let root: Place | null = null;
  return {
    value,
    positionOf(path) {
      if (root === null) {
        root = { offset: 0, inner: new Map() };
        readDocument(text, root);
      }
      let place = root;
      for (const step of path) {
        const next = place.inner.get(step);
        if (next === undefined) break;
        place = next;
      }
      return positionAt(text, place.offset);
    },
  };
}

/** @param place Filled in if given. */
function readDocument(text: string, place: Place | null): Json {
  const scanner = new Scanner(text);
  scanner.skipBlanks();
  const value = readValue(scanner, place, 1);
  scanner.skipBlanks();
  if (scanner.peek() !== "") {
    scanner.fail(`expected the end of the text after the value, found ${scanner.found()}`);
  }
  return value;
}

function readValue(scanner: Scanner, place: Place | null, depth: number): Json {
  if (place !== null) place.offset = scanner.offset;
  const first = scanner.peek();
  if (first === '"') return scanner.string();
  if (first === "{" || first === "[") {
    if (depth > MAX_DEPTH) scanner.fail(`nested more than ${MAX_DEPTH} levels deep`);
    return first === "{" ? readObject(scanner, place, depth) : readArray(scanner, place, depth);
  }
  return readWord(scanner);
}

function readObject(scanner: Scanner, place: Place | null, depth: number): JsonObject {
  const object: JsonObject = new Map();
  scanner.accept("{");
  for (;;) {
    scanner.skipBlanks();
    if (scanner.accept("}")) return object;
    if (scanner.peek() !== '"') {
      scanner.fail(`expected a key in double quotes or "}", found ${scanner.found()}`);
    }
    const key = scanner.string();
    scanner.skipBlanks();
    if (!scanner.accept(":")) scanner.fail(`expected ":" after the key, found ${scanner.found()}`);
    scanner.skipBlanks();
    object.set(key, readValue(scanner, innerPlace(place, key), depth + 1));
    scanner.skipBlanks();
    if (scanner.accept("}")) return object;
    if (!scanner.accept(",")) scanner.fail(`expected "," or "}", found ${scanner.found()}`);
  }
}

function readArray(scanner: Scanner, place: Place | null, depth: number): Json[] {
  const array: Json[] = [];
  scanner.accept("[");
  for (;;) {
    scanner.skipBlanks();
    if (scanner.accept("]")) return array;
    array.push(readValue(scanner, innerPlace(place, array.length), depth + 1));
    scanner.skipBlanks();
    if (scanner.accept("]")) return array;
    if (!scanner.accept(",")) scanner.fail(`expected "," or "]", found ${scanner.found()}`);
  }
}

function readWord(scanner: Scanner): Json {
  const start = scanner.offset;
  const word = scanner.word();
  if (word === "true") return true;
  if (word === "false") return false;
  if (word === "null") return null;
  if (NUMBER.test(word)) return new JsonNumber(word);
  scanner.offset = start;
  const better = MISSPELT.get(word);
  if (better !== undefined) scanner.fail(`expected a value, found "${word}"; write ${better}`);
  if (/^[-+.]?\d/.test(word)) scanner.fail(`malformed number ${clip(word)}`);
  scanner.fail(`expected a value, found ${scanner.found()}`);
}

/** The place of a value inside the one at `place`; a repeated key counts from its last value. */
function innerPlace(place: Place | null, step: string | number): Place | null {
  if (place === null) return null;
  const inner: Place = { offset: 0, inner: new Map() };
  place.inner.set(step, inner);
  return inner;
}
