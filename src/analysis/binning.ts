/** Bins: `request_throughput%10` puts every value at the lower end of its bin of size 10. */
import { UsageError } from "../lib/errors.ts";
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { floatOf, numericValue } from "./numeric.ts";

/** A variable whose values are put into bins. */
export interface Binner {
  readonly variable: string;
  /** Over 0. */
  readonly size: number;
}

/**
 * Reads a comma-separated list of `VARIABLE%SIZE`; the empty text has none.
 *
 * @throws {UsageError} If one has another form, or a size that is not a finite number over 0.
 */
export function parseBinners(text: string): Binner[] {
  if (text.trim() === "") return [];
  return text.split(",").map((statement) => {
    const [variable = "", size = "", ...rest] = statement.split("%").map((part) => part.trim());
    const number = floatOf(size);
    if (
      variable === "" || rest.length > 0 || number === null || !(number > 0 && number < Infinity)
    ) {
      throw new UsageError(
        `Cannot read bin "${statement.trim()}": expected VARIABLE%SIZE with a size over 0, for ` +
          `example request_throughput%1`,
      );
    }
    return { variable, size: number };
  });
}

/** A run with the values of the binned variables replaced. What is no finite number stays as it is. */
export function binned(binners: readonly Binner[], run: JsonObject): JsonObject {
  if (binners.length === 0) return run;
  const copy = new Map<string, Json>(run);
  for (const { variable, size } of binners) {
    const value = numericValue(copy.get(variable));
    if (value === null || !Number.isFinite(value)) continue;
    copy.set(variable, JsonNumber.of(floorDivide(value, size) * size));
  }
  return copy;
}

/**
 * `a // b` of Python and NumPy for a divisor over 0. `Math.floor(a / b)` differs where the quotient is rounded up to a whole
 * number: 1 // 0.1 is 9. Source: `float_floor_div` in CPython's Objects/floatobject.c.
 */
export function floorDivide(a: number, b: number): number {
  const remainder = a % b;
  const quotient = (a - remainder) / b - (remainder < 0 ? 1 : 0);
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}
