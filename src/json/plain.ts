/** The way between JSON values and JavaScript's own. */
import { type Json, JsonNumber } from "./value.ts";

/** Ordinary JavaScript values, for arithmetic: numbers become doubles, objects plain objects (integer-like keys first). */
export function toPlain(v: Json): unknown {
  if (v instanceof JsonNumber) return v.toNumber();
  if (Array.isArray(v)) return v.map(toPlain);
  // fromEntries defines properties, so a key named __proto__ is one like any other.
  if (v instanceof Map) return Object.fromEntries(Array.from(v, ([k, item]) => [k, toPlain(item)]));
  return v;
}

/**
 * The JSON value of plain JavaScript data. Properties that are undefined are left out; JSON values may be among the data.
 *
 * @throws {TypeError} If there is something else that JSON does not have, for example a function.
 */
export function fromPlain(v: unknown): Json {
  if (v === null || typeof v === "boolean" || typeof v === "string") return v;
  if (typeof v === "number" || typeof v === "bigint") return JsonNumber.of(v);
  if (v instanceof JsonNumber) return v;
  if (Array.isArray(v)) return v.map(fromPlain);
  if (typeof v === "object") {
    const object = new Map<string, Json>();
    for (const [key, item] of v instanceof Map ? v : Object.entries(v)) {
      if (item !== undefined) object.set(key, fromPlain(item));
    }
    return object;
  }
  throw new TypeError(`Cannot make JSON of a value of type ${typeof v}`);
}
