/** All runs as CSV, one row each, as pandas writes it. */
import type { Experiment } from "../../analysis/experiment.ts";
import { pandasCsv } from "../../json/pandas_csv.ts";
import type { Json, JsonObject } from "../../json/value.ts";

/** What a spreadsheet takes for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Text that is a number for every reader. */
const NUMBER = /^[-+]?(\d+(\.\d*)?(e[-+]?\d+)?|inf|nan)$/i;

/**
 * The rows of summary.csv. Text that a spreadsheet would run as a formula gets an apostrophe before it; numbers never do.
 *
 * See https://owasp.org/www-community/attacks/CSV_Injection.
 */
export function csvExport({ combinations }: Experiment): string {
  return pandasCsv(combinations.flatMap(({ runs }) => runs.map(({ result }) => harmless(result))));
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
