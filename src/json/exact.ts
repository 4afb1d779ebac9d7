/** JSON that every reader takes and that reads back as it was. */
import { type Json, JsonNumber } from "./value.ts";

/** How an infinite number is spelled: JSON has no word for it, and every reader makes this one infinite. */
const INFINITE = "1e999";

/**
 * A value as strict JSON on one line: numbers to the character, keys in their order. Infinity is written as 1e999, which
 * {@linkcode withInfinities} reads back; NaN, which no JSON has, becomes null.
 */
export function exactJson(v: Json): string {
  if (v instanceof JsonNumber) return number(v.text);
  if (Array.isArray(v)) return `[${v.map(exactJson).join(",")}]`;
  if (!(v instanceof Map)) return JSON.stringify(v);
  const members = Array.from(v, ([key, item]) => `${JSON.stringify(key)}:${exactJson(item)}`);
  return `{${members.join(",")}}`;
}

/** A value that was read from {@linkcode exactJson}, with its infinite numbers as the words that Python has for them. */
export function withInfinities(v: Json): Json {
  if (v instanceof JsonNumber) {
    if (v.text === INFINITE) return new JsonNumber("Infinity");
    return v.text === `-${INFINITE}` ? new JsonNumber("-Infinity") : v;
  }
  if (Array.isArray(v)) return v.map(withInfinities);
  if (!(v instanceof Map)) return v;
  return new Map(Array.from(v, ([key, item]) => [key, withInfinities(item)]));
}

function number(text: string): string {
  if (text === "NaN") return "null";
  return text.replace("Infinity", INFINITE);
}
