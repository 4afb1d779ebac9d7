/** All runs as CSV, one row each, as pandas writes it. */
import type { Experiment, ExperimentRun } from "../../analysis/experiment.ts";
import { pandasCsv } from "../../json/pandas_csv.ts";
import { type Json, JsonNumber, type JsonObject } from "../../json/value.ts";

/** What a spreadsheet takes for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Text that is a number for every reader. */
const NUMBER = /^[-+]?(\d+(\.\d*)?(e[-+]?\d+)?|inf|nan)$/i;

/**
 * The rows of summary.csv, and behind them what the guards found (`guard_cache`, `guard_traffic`, `prefix_cache_hit_share`). Text that a spreadsheet would run as a formula gets an apostrophe before it; numbers never do.
 *
 * See https://owasp.org/www-community/attacks/CSV_Injection.
 */
export function csvExport({ combinations }: Experiment): string {
  const runs = combinations.flatMap(({ runs }) => runs);
  return pandasCsv(runs.map((run) => new Map([...harmless(run.result), ...guardCells(run)])));
}

/** What the guards found, behind everything else: their states, and the share of the prefix cache. */
function guardCells({ guards }: ExperimentRun): [string, Json][] {
  if (guards === null) return [];
  const states = Object.entries(guards).map(([name, { state }]): [string, Json] => [
    `guard_${name}`,
    state,
  ]);
  const share = guards["cache"]?.values["prefix_cache_hit_share"];
  return share === undefined
    ? states
    : [...states, ["prefix_cache_hit_share", JsonNumber.of(share)]];
}

function harmless(result: JsonObject): JsonObject {
  return new Map([...result].map(([key, value]) => [text(key), cell(value)]));
}

function cell(value: Json): Json {
  return typeof value === "string" ? text(value) : value;
}

function text(value: string): string {
  return FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
}
