/** What running side by side does to the numbers: the measurements of the interference check compared. */
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { type Difference, difference } from "./difference.ts";

/** The numbers that are compared, where the benchmark has them. */
const KEYS = [
  "request_throughput",
  "output_throughput",
  "mean_ttft_ms",
  "p99_ttft_ms",
  "mean_tpot_ms",
  "p99_tpot_ms",
  "p99_e2el_ms",
];

/** A number alone and packed. */
export interface InterferenceRow extends Difference {
  readonly key: string;
  readonly alone: readonly number[];
  readonly packed: readonly number[];
}

/** Compares the valid runs alone with those of all copies; keys that one side does not have are left out. */
export function compareInterference(
  alone: readonly JsonObject[],
  packed: readonly JsonObject[],
): InterferenceRow[] {
  return KEYS.flatMap((key) => {
    const [a, b] = [numbers(alone, key), numbers(packed, key)];
    const isComparable = a.length > 0 && b.length > 0 && a.some((value) => value !== 0);
    return isComparable ? [{ key, alone: a, packed: b, ...difference(a, b) }] : [];
  });
}

function numbers(runs: readonly JsonObject[], key: string): number[] {
  return runs.map((run): Json | undefined => run.get(key))
    .filter((value) => value instanceof JsonNumber)
    .map((value) => value.toNumber()).filter(Number.isFinite);
}
