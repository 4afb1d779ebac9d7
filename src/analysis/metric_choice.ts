/** Which metrics combinations have, and which of them come first. */
import { type Metric, metricOf } from "./metrics.ts";
import type { Row } from "./rows.ts";

/** Metrics of a report's table, in the order of its columns: the last key of each pattern that is there. */
const COLUMNS: readonly RegExp[] = [
  /^request_throughput$/,
  /^output_throughput$/,
  /^tokens_per_s_per_gpu$/,
  /^tokens_per_s_per_user$/,
  /^mean_ttft_ms$/,
  /^p9\d(\.\d+)?_ttft_ms$/,
  /^mean_tpot_ms$/,
  /^p9\d(\.\d+)?_tpot_ms$/,
  /^p9\d(\.\d+)?_e2el_ms$/,
];

/** The metrics and the places of those that charts need. */
export interface MetricChoice {
  readonly metrics: readonly Metric[];
  /** Number of columns of the table: they are the first of the metrics. */
  readonly columns: number;
  /** The metric that stands for all, throughput if it was measured, and a latency; -1 if there are none. */
  readonly curves: readonly [x: number, y: number];
  /** Tokens of each user and of each GPU; -1 where they are not known. */
  readonly pareto: readonly [x: number, y: number];
}

/** Every metric that a combination has; the table's columns first. */
export function chooseMetrics(rows: readonly Row[]): MetricChoice {
  const keys = new Set(rows.flatMap(({ metrics }) => [...metrics.keys()]));
  const first = COLUMNS.flatMap((pattern) => {
    const found = [...keys].filter((key) => pattern.test(key)).sort().at(-1);
    return found === undefined ? [] : [found];
  });
  const others = [...keys].filter((key) => !first.includes(key));
  // A benchmark of another kind: what it measures.
  const columns = first.length > 0 ? first.length : Math.min(others.length, COLUMNS.length);
  const metrics = [...first, ...others].map(metricOf);
  const at = (...patterns: readonly RegExp[]): number => {
    for (const pattern of patterns) {
      const index = metrics.findIndex(({ key }) => pattern.test(key));
      if (index >= 0) return index;
    }
    return -1;
  };
  const orFirst = (index: number, otherwise: number) =>
    index >= 0 ? index : Math.min(otherwise, metrics.length - 1);
  return {
    metrics,
    columns,
    curves: [
      orFirst(at(/^output_throughput$/, /^request_throughput$/), 0),
      orFirst(at(/_e2el_ms$/, /_ttft_ms$/, /_ms$/), 1),
    ],
    pareto: [at(/^tokens_per_s_per_user$/), at(/^tokens_per_s_per_gpu$/)],
  };
}

/** The metric that stands for all, throughput if it was measured; null if nothing was. */
export function headlineMetric(rows: readonly Row[]): Metric | null {
  const { metrics, curves } = chooseMetrics(rows);
  return metrics[curves[0]] ?? null;
}
