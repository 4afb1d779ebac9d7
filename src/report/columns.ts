/** The columns of result tables: their cells, their order, and what is best in them. */
import { byMerit, type Metric, metricOf } from "../analysis/metrics.ts";
import type { Row } from "../analysis/rows.ts";
import { numberOf } from "../analysis/rows.ts";
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
  /** The metric in which rows compete; null for what is none. */
  readonly metric: Metric | null;
}

/** Key whose spread over the runs is shown. */
const SPREAD_KEY = "output_throughput";

const naturalOrder = new Intl.Collator("en", { numeric: true });

/** The column of the combinations' names. */
export const COMBINATION: Column = {
  name: "combination",
  heading: "combination",
  align: "left",
  text: nameOf,
  compare: (a, b) => naturalOrder.compare(nameOf(a), nameOf(b)),
  metric: null,
};

/** Columns that are neither a result nor a parameter. */
export const OWN: readonly Column[] = [
  COMBINATION,
  {
    name: "server",
    heading: "server",
    align: "left",
    text: ({ server }) => server || "-",
    compare: (a, b) => naturalOrder.compare(a.server ?? "", b.server ?? ""),
    metric: null,
  },
  {
    name: "runs",
    heading: "runs",
    align: "right",
    text: ({ runs, combination: { plannedRuns } }) =>
      plannedRuns === null || plannedRuns <= runs ? String(runs) : `${runs}/${plannedRuns}`,
    compare: (a, b) => b.runs - a.runs,
    metric: null,
  },
  {
    name: "failures",
    heading: "failures",
    align: "right",
    text: ({ failures }) => String(failures.length),
    compare: (a, b) => b.failures.length - a.failures.length,
    metric: null,
  },
  {
    name: "gpus",
    heading: "GPUs",
    align: "right",
    text: ({ gpus }) => String(gpus),
    compare: (a, b) => a.gpus - b.gpus,
    metric: null,
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
    metric: null,
  },
];

/** The column of a result key or of what is derived from it: means over the runs. */
export function metricColumn(key: string): Column {
  const metric = metricOf(key);
  const mean = (row: Row) => row.metrics.get(key)?.mean ?? null;
  // What is infinite was not measured right, and is not the best of anything.
  const finite = (row: Row) => Number.isFinite(mean(row)) ? mean(row) : null;
  return {
    name: key,
    heading: metric.heading,
    align: "right",
    text: (row) => {
      const value = mean(row);
      return value === null ? "-" : fixed(value, metric.decimals);
    },
    compare: missingLast(metric.better === null ? mean : finite, byMerit(metric)),
    metric,
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

/** The column of a parameter. */
export function paramColumn(name: string): Column {
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
    metric: null,
  };
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
