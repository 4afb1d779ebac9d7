import { pyFloat } from "../json/python.ts";
import { JsonNumber } from "../json/value.ts";

/** A float of Python: always with a fraction or an exponent, where `JsonNumber.of` would write `1.0` as the integer 1. */
export function float(value: number): JsonNumber {
  return new JsonNumber(Number.isFinite(value) ? pyFloat(value) : String(value));
}
