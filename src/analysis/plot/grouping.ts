/** Runs in groups by the values of some variables. */
import { pyStr } from "../../json/python.ts";
import type { Json, JsonObject } from "../../json/value.ts";
import { numericValue } from "../numeric.ts";

/** A run, and which runs repeat it. */
export interface PlotRun {
  /** Directory of its summary.json. */
  readonly directory: string;
  /** The same for all repetitions of a combination. */
  readonly combination: string;
  readonly result: JsonObject;
}

/** Variables with their values as text, as Python prints them; `None` where a run lacks the variable. */
export type GroupKey = readonly (readonly [variable: string, text: string])[];

/** Runs with the same values. */
export interface Group {
  readonly key: GroupKey;
  readonly runs: readonly PlotRun[];
}

/**
 * Groups by the text of the values, so that 32 and 32.0 differ, as in vLLM. The groups are in the order of the values: numbers by
 * size, text with the numbers in it by size.
 */
export function groupRuns(runs: readonly PlotRun[], variables: readonly string[]): Group[] {
  const groups = new Map<string, { values: Json[]; key: GroupKey; runs: PlotRun[] }>();
  for (const run of runs) {
    const values = variables.map((variable) => run.result.get(variable) ?? null);
    const key = variables.map((variable, i) => [variable, pyStr(values[i]!)] as const);
    const id = groupId(key);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { values, key, runs: [run] });
    else group.runs.push(run);
  }
  return [...groups.values()].sort((a, b) => compareLists(a.values, b.values))
    .map(({ key, runs }) => ({ key, runs }));
}

/** A text that two keys share only if they are equal. */
export function groupId(key: GroupKey): string {
  return JSON.stringify(key);
}

const collator = new Intl.Collator("en", { numeric: true });

/** Order of values: numbers by size, before text by its letters. */
export function compareValues(a: Json, b: Json): number {
  const [x, y] = [numericValue(a), numericValue(b)];
  if (x !== null && y !== null) return x < y ? -1 : x > y ? 1 : 0;
  if (x !== null || y !== null) return x !== null ? -1 : 1;
  return collator.compare(pyStr(a), pyStr(b));
}

function compareLists(a: readonly Json[], b: readonly Json[]): number {
  for (const [i, value] of a.entries()) {
    const order = compareValues(value, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}
