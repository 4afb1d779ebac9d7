/** The columns of result tables by their names, and those that a table has if none are named. */
import { isKnownMetric, KNOWN_METRICS } from "../analysis/metrics.ts";
import type { Row } from "../analysis/rows.ts";
import { closestName } from "../cli/suggest.ts";
import { UsageError } from "../lib/errors.ts";
import { type Column, COMBINATION, metricColumn, OWN, paramColumn } from "./columns.ts";

/** Columns of a table for which none were named, those that a narrow terminal keeps longest first. */
export const DEFAULT_METRICS = [
  "output_throughput",
  "mean_ttft_ms",
  "mean_tpot_ms",
  "request_throughput",
  "p99_ttft_ms",
  "p99_tpot_ms",
  "p99_e2el_ms",
] as const;

/** Their order from left to right. */
const DEFAULT_COLUMNS = [
  "runs",
  "request_throughput",
  "output_throughput",
  "mean_ttft_ms",
  "p99_ttft_ms",
  "mean_tpot_ms",
  "p99_tpot_ms",
  "p99_e2el_ms",
  "spread",
] as const;

/** The columns that there may be. */
export interface KnownColumns {
  /** Names of parameters. */
  readonly params: ReadonlySet<string>;
  /** Result keys beyond those that are known anyway. */
  readonly metrics: ReadonlySet<string>;
}

/** What a set of rows has. */
export function columnsOfRows(rows: readonly Row[]): KnownColumns {
  const sets = rows.flatMap(({ combination: { serveParams, benchParams } }) => [
    serveParams,
    benchParams,
  ]);
  return {
    params: new Set(sets.flatMap((set) => [...set.keys()])),
    metrics: new Set(rows.flatMap(({ metrics }) => [...metrics.keys()])),
  };
}

/**
 * The column with a name: one of our own, a parameter, or a metric.
 *
 * @param option Which option named it, for the message.
 * @throws {UsageError} If there is none, with those that there are.
 */
export function findColumn(name: string, option: string, known: KnownColumns): Column {
  const own = OWN.find((column) => column.name === name);
  if (own !== undefined) return own;
  if (known.params.has(name)) return paramColumn(name);
  if (known.metrics.has(name) || isKnownMetric(name)) return metricColumn(name);
  const groups: readonly (readonly [string, Iterable<string>])[] = [
    ["of the table", OWN.map(({ name }) => name)],
    ["parameters", known.params],
    ["results", new Set([...known.metrics, ...KNOWN_METRICS])],
  ];
  const names = groups.flatMap(([, list]) => [...list]);
  const near = closestName(name, names);
  const list = groups.map(([title, list]) => ({ title, names: [...list] }))
    .filter(({ names }) => names.length > 0)
    .map(({ title, names }) => `\n  ${title}: ${names.join(", ")}`).join("");
  throw new UsageError(
    `--${option} names the column "${name}", which there is not${
      near === null ? "." : `, did you mean ${near}?`
    } Columns are${list}`,
  );
}

/** The usual columns, as far as the rows have something for them. */
export function usualColumns(rows: readonly Row[]): Column[] {
  const names = DEFAULT_COLUMNS.filter((name) =>
    OWN.some((column) => column.name === name) || rows.some(({ metrics }) => metrics.has(name))
  );
  const known = columnsOfRows([]);
  return [COMBINATION, ...names.map((name) => findColumn(name, "columns", known))];
}
