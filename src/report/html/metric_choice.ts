/** Which metrics the report has, and which come first. */
import { type Metric, metricOf } from "../../analysis/metrics.ts";
import type { PageMetric } from "./page_data.ts";
import type { SweepView } from "./sweep_view.ts";

/** Metrics of the table, in the order of its columns: the first key of each line that is there. */
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
  readonly metrics: readonly PageMetric[];
  /** Number of columns of the table: they are the first of the metrics. */
  readonly columns: number;
  readonly curves: readonly [x: number, y: number];
  readonly pareto: readonly [x: number, y: number];
}

/** Every metric that a combination has; the table's columns first. */
export function chooseMetrics(sweeps: readonly SweepView[]): MetricChoice {
  const keys = new Set(
    sweeps.flatMap(({ rows }) => rows.flatMap(({ metrics }) => [...metrics.keys()])),
  );
  const first = COLUMNS.flatMap((pattern) => {
    const found = [...keys].filter((key) => pattern.test(key)).sort().at(-1);
    return found === undefined ? [] : [found];
  });
  const others = [...keys].filter((key) => !first.includes(key));
  // A benchmark of another kind: what it measures.
  const columns = first.length > 0 ? first.length : Math.min(others.length, COLUMNS.length);
  const metrics = [...first, ...others].map((key) => pageMetric(metricOf(key)));
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

function pageMetric({ key, heading, title, unit, better, decimals }: Metric): PageMetric {
  return { key, label: heading, title, unit, better, decimals };
}
