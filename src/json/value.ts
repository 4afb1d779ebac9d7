/**
 * JSON values that keep what JavaScript's own lose: the spelling of numbers (`1.0`, integers beyond 2^53)
 * and the order of keys that look like integers. All three reach command lines and directory names.
 */

/** A number as it was written, for example `1.0`, `1e-05` or `12345678901234567890`. */
export class JsonNumber {
  /** @param text The JSON literal, also `NaN`, `Infinity` and `-Infinity`, which Python reads and writes. */
  constructor(readonly text: string) {}

  /** A number of ours: integers without a fraction, others by the shortest text that reads back the same. */
  static of(value: number | bigint): JsonNumber {
    return new JsonNumber(String(value));
  }

  /** True if Python reads the literal as an int (no fraction, no exponent). */
  get isInteger(): boolean {
    return /^-?\d+$/.test(this.text);
  }

  /** The nearest double. */
  toNumber(): number {
    return Number(this.text);
  }
}

/** An object: keys in the order of the text. A repeated key keeps its first place and its last value, as in Python. */
export type JsonObject = Map<string, Json>;

/** Any JSON value. */
export type Json = null | boolean | string | JsonNumber | Json[] | JsonObject;

/** True for a JSON object. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return value instanceof Map;
}

/** What a person calls the kind of a value: `null`, `boolean`, `number`, `string`, `array` or `object`. */
export function jsonKind(value: Json): string {
  if (value === null) return "null";
  if (value instanceof JsonNumber) return "number";
  if (Array.isArray(value)) return "array";
  if (value instanceof Map) return "object";
  return typeof value;
}
