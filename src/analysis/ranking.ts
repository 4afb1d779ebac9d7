/** Combinations in the order of a metric. Marks of tables and answers both come from here. */
import { byMerit, type Metric } from "./metrics.ts";
import type { Row } from "./rows.ts";
import type { Summary } from "./statistics.ts";

/** A combination with the metric that it is ranked by. */
export interface Ranked {
  readonly row: Row;
  readonly summary: Summary;
}

/** Means that differ by less than this part are the same: their sums were rounded. */
const SAME = 1e-9;

/**
 * The combinations that have a metric, the best first; the largest first where neither direction is better. Equal means
 * stay in their order. What is infinite was not measured right and is left out.
 */
export function rankRows(rows: readonly Row[], metric: Metric): Ranked[] {
  const compare = byMerit(metric);
  return rows.flatMap((row) => {
    const summary = row.metrics.get(metric.key);
    return summary === undefined || !Number.isFinite(summary.mean) ? [] : [{ row, summary }];
  }).sort((a, b) => compare(a.summary.mean, b.summary.mean));
}

/** The best combinations by a metric; none where nothing is better, or all are the same. */
export function leaders(rows: readonly Row[], metric: Metric): ReadonlySet<Row> {
  if (metric.better === null) return new Set();
  const ranked = rankRows(rows, metric);
  const level = ranked.filter((each) => isLevel(each, ranked[0]!));
  return new Set(level.length === ranked.length ? [] : level.map(({ row }) => row));
}

/** Whether the means of both are the same number. */
export function isLevel({ summary: a }: Ranked, { summary: b }: Ranked): boolean {
  return Math.abs(a.mean - b.mean) <= SAME * Math.max(Math.abs(a.mean), Math.abs(b.mean));
}
