/** Numbers in results, which JSON writes in several ways. */
import { type Json, JsonNumber } from "../json/value.ts";

/** What `float` of Python takes, without the underscores and blanks that it allows. */
const FLOAT = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/**
 * The number that a value of a result stands for; null if it is none. Booleans are 1 and 0, as in pandas; `"inf"`, `"-inf"` and
 * `"nan"` are how `vllm bench serve` writes what JSON lacks.
 */
export function numericValue(value: Json | undefined): number | null {
  if (value instanceof JsonNumber) return value.toNumber();
  if (typeof value === "boolean") return Number(value);
  if (value === "inf") return Infinity;
  if (value === "-inf") return -Infinity;
  return value === "nan" ? NaN : null;
}

/** The number that a text stands for, as Python's `float` reads it; null if it is none. */
export function floatOf(text: string): number | null {
  const word = text.trim();
  if (FLOAT.test(word)) return Number(word);
  const infinity = /^([-+]?)inf(?:inity)?$/i.exec(word);
  if (infinity !== null) return infinity[1] === "-" ? -Infinity : Infinity;
  return /^[-+]?nan$/i.test(word) ? NaN : null;
}
