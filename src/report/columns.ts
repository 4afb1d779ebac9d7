/** The columns of result tables: their names on the command line, their cells, and what is best in them. */
import { byMerit, isKnownMetric, KNOWN_METRICS, metricOf } from "../analysis/metrics.ts";
import type { Row } from "../analysis/rows.ts";
import { numberOf } from "../analysis/rows.ts";
import { closestName } from "../cli/suggest.ts";
import { UsageError } from "../errors.ts";
import { pyStr } from "../json/python.ts";
import type { Json } from "../json/value.ts";

/** A column of a table of rows. */
export interface Column {
  /** What the command line calls it: a result key, a parameter, or one of our own. */
  readonly name: string;
  readonly heading: string;
  /** Numbers stand to the right. */
  readonly align: "left" | "right";
  /** The cell; `-` if the row has nothing for it. */
  readonly text: (row: Row) => string;
  /** For sorting: the row that comes first, the best one for a metric; rows without a value last. */
  readonly compare: (a: Row, b: Row) => number;
  /** The number in which rows compete; null where a column knows no better. */
  readonly merit: ((row: Row) => number | null) | null;
}

/** Key whose spread over the runs is shown. */
const SPREAD_KEY = "output_throughput";

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

const naturalOrder = new Intl.Collator("en", { numeric: true });

/** The column of the combinations' names. */
export const COMBINATION: Column = {
  name: "combination",
  heading: "combination",
  align: "left",
  text: nameOf,
  compare: (a, b) => naturalOrder.compare(nameOf(a), nameOf(b)),
  merit: null,
};

const OWN: readonly Column[] = [
  COMBINATION,
  {
    name: "server",
    heading: "server",
    align: "left",
    text: ({ server }) => server || "-",
    compare: (a, b) => naturalOrder.compare(a.server ?? "", b.server ?? ""),
    merit: null,
  },
  {
    name: "runs",
    heading: "runs",
    align: "right",
    text: ({ runs, combination: { plannedRuns } }) =>
      plannedRuns === null || plannedRuns <= runs ? String(runs) : `${runs}/${plannedRuns}`,
    compare: (a, b) => b.runs - a.runs,
    merit: null,
  },
  {
    name: "failures",
    heading: "failures",
    align: "right",
    text: ({ failures }) => String(failures.length),
    compare: (a, b) => b.failures.length - a.failures.length,
    merit: null,
  },
  {
    name: "gpus",
    heading: "GPUs",
    align: "right",
    text: ({ gpus }) => String(gpus),
    compare: (a, b) => a.gpus - b.gpus,
    merit: null,
  },
  {
    name: "spread",
    heading: "spread",
    align: "right",
    text: (row) => {
      const spread = spreadOf(row);
      return spread === null ? "-" : `${(100 * spread).toFixed(1)}%`;
    },
    compare: missingLast(spreadOf, (a, b) => a - b),
    merit: null,
  },
];

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
  const list = groups.map(([title, list]) => `\n  ${title}: ${[...list].join(", ")}`).join("");
  throw new UsageError(
    `--${option} names the column "${name}", which there is not${
      near === null ? "" : `, did you mean ${near}?`
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

/** The column of a result key or of what is derived from it: means over the runs. */
export function metricColumn(key: string): Column {
  const metric = metricOf(key);
  const mean = (row: Row) => row.metrics.get(key)?.mean ?? null;
  return {
    name: key,
    heading: metric.heading,
    align: "right",
    text: (row) => {
      const value = mean(row);
      return value === null ? "-" : fixed(value, metric.decimals);
    },
    compare: missingLast(mean, byMerit(metric)),
    merit: metric.better === null
      ? null
      : metric.better === "higher"
      ? mean
      : (row) => negated(mean(row)),
  };
}

/** A number with a fixed number of digits behind the point, `inf` as the load generator writes it. */
export function fixed(value: number, decimals: number): string {
  if (Number.isFinite(value)) return value.toFixed(decimals);
  return Number.isNaN(value) ? "-" : value > 0 ? "inf" : "-inf";
}

/** The name of a combination for people. */
export function nameOf({ directory }: Row): string {
  return directory || "(no parameters)";
}

/** Sample standard deviation of the output throughput over the runs as a part of its mean; it needs two runs. */
function spreadOf({ metrics }: Row): number | null {
  const summary = metrics.get(SPREAD_KEY);
  if (summary === undefined || summary.sd === null || summary.mean === 0) return null;
  return summary.sd / summary.mean;
}

function paramColumn(name: string): Column {
  // Both sides may have it; the benchmark's result has the bench set's value.
  const value = ({ combination: { serveParams, benchParams } }: Row): Json | undefined =>
    benchParams.get(name) ?? serveParams.get(name);
  return {
    name,
    heading: name,
    align: "right",
    text: (row) => {
      const json = value(row);
      return json === undefined ? "-" : pyStr(json);
    },
    compare: (a, b) => {
      const [left, right] = [value(a), value(b)];
      if (left === undefined || right === undefined) {
        return Number(left === undefined) - Number(right === undefined);
      }
      const [x, y] = [numberOf(left), numberOf(right)];
      if (x !== null && y !== null) return x === y ? 0 : x < y ? -1 : 1;
      return naturalOrder.compare(pyStr(left), pyStr(right));
    },
    merit: null,
  };
}

function negated(value: number | null): number | null {
  return value === null ? null : -value;
}

function missingLast(
  value: (row: Row) => number | null,
  compare: (a: number, b: number) => number,
): Column["compare"] {
  return (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return compare(x, y);
  };
}
