/**
 * A JSON argument in any of its forms: `--x '{"a": 1}'`, `--x.a 1`, `--x.list+ v`, `--x.list+=a,b`. The forms of one
 * option are merged: objects deeply, lists one after the other, of anything else the last one wins.
 */
import { UsageError } from "../lib/errors.ts";
import { parseJson } from "../json/parse.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/value.ts";

/** One option's argument, put together from its tokens. */
export class JsonArgument {
  readonly #name: string;
  #text: string | null = null;
  #dotted: JsonObject | null = null;

  /** @param name Option without dashes, for messages. */
  constructor(name: string) {
    this.#name = name;
  }

  /** True if a dotted form was given. */
  get isDotted(): boolean {
    return this.#dotted !== null;
  }

  /** The plain text, if it was given: JSON, or a path where the command takes one. */
  get text(): string | null {
    return this.#text;
  }

  /** `--x TEXT`. */
  addText(text: string): void {
    this.#text = text;
  }

  /** `--x.PATH TEXT`; a path that ends in `+` adds the parts between commas to a list, as strings. */
  addDotted(path: string, text: string): void {
    const isList = path.endsWith("+");
    const keys = (isList ? path.slice(0, -1) : path).split(".");
    if (keys.includes("")) {
      throw new UsageError(`--${this.#name}.${path} has an empty key between its dots`);
    }
    const leaf: Json = isList ? text.split(",") : jsonOrText(text);
    const [first = "", ...inner] = keys;
    const value = inner.reduceRight<Json>((value, key) => new Map([[key, value]]), leaf);
    this.#dotted = mergeObjects(this.#dotted ?? new Map(), new Map([[first, value]]));
  }

  /** @throws {UsageError} If the plain text is no JSON, or no object while dotted forms were given too. */
  value(): Json {
    if (this.#text === null) return this.#dotted!;
    let plain: Json;
    try {
      plain = parseJson(this.#text).value;
    } catch (error) {
      if (error instanceof SyntaxError) {
        throw new UsageError(`--${this.#name} is no JSON: ${error.message}`);
      }
      throw error;
    }
    if (this.#dotted === null) return plain;
    if (!isJsonObject(plain)) {
      throw new UsageError(
        `--${this.#name} is no JSON object: --${this.#name}.KEY cannot add to it`,
      );
    }
    return merge(plain, this.#dotted);
  }
}

/** Python's `json.loads(text)`, or the text itself where that fails. */
function jsonOrText(text: string): Json {
  try {
    // Our own reader also takes comments and trailing commas, which Python does not: `[1,]` is a string.
    // Python's own extension stays one: NaN and Infinity, also inside.
    JSON.parse(
      text.replace(
        /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g,
        (part) => part[0] === '"' ? part : "0",
      ),
    );
    return parseJson(text).value;
  } catch {
    return text;
  }
}

function merge(a: Json, b: Json): Json {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  return isJsonObject(a) && isJsonObject(b) ? mergeObjects(a, b) : b;
}

function mergeObjects(a: JsonObject, b: JsonObject): JsonObject {
  const merged = new Map(a);
  for (const [key, value] of b) {
    const old = merged.get(key);
    merged.set(key, old === undefined ? value : merge(old, value));
  }
  return merged;
}
