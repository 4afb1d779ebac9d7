/** The answers that name the best combination in one metric. */
import { type Html, html, type Part } from "../html.ts";
import { countText, halfWidthText, numberText } from "../numbers.ts";
import type { PageData, PageMetric, PageStats } from "../page_data.ts";
import {
  type Candidate,
  candidates,
  type Context,
  failedToo,
  firstMetric,
  type Line,
  link,
} from "./answer_parts.ts";

/**
 * The combination with the best mean of a metric, and how sure that is.
 *
 * @param keys The first of them that was measured counts.
 * @returns Null if none was.
 */
export function best(context: Context, title: string, keys: readonly string[]): Line | null {
  const { data } = context;
  const at = firstMetric(data, keys);
  const metric = data.metrics[at];
  if (metric === undefined) return null;
  const sign = metric.better === "lower" ? 1 : -1;
  const [first, ...others] = candidates(data, at)
    .sort((a, b) => sign * (a.stats[0] - b.stats[0]));
  if (first === undefined) return null;
  const text = html`${link(context, first)} with ${measured(first.stats, metric)}${
    beside(data, first, at)
  }. ${lead(context, first, others, metric)}${failedToo(first)}`;
  return { title, text };
}

/** `4,932.7 tokens/s (±12 at 95 %)`. */
function measured(stats: PageStats, metric: PageMetric): Html {
  const half = halfWidthText(stats, metric);
  return html`<strong>${numberText(stats[0], metric.decimals)} ${metric.unit}</strong>${
    half === null ? "" : ` (${half})`
  }`;
}

/** What else counts of a combination. */
function beside({ metrics, columns, combinations }: PageData, { index }: Candidate, at: number) {
  const keys = ["output_throughput", "mean_ttft_ms", "mean_tpot_ms"];
  const others = columns.flatMap((column) => {
    const metric = metrics[column]!;
    const stats = combinations[index]!.stats[column];
    if (column === at || !stats || !keys.includes(metric.key)) return [];
    return [
      `${metric.label.replace(/ ?(ms|tokens\/s)$/, "")} ${
        numberText(stats[0], metric.decimals)
      } ${metric.unit}`.trim(),
    ];
  });
  return others.length === 0 ? "" : `; ${others.join(", ")}`;
}

/** Whether the first is surely ahead of the next: their intervals do not overlap. */
function lead(
  context: Context,
  first: Candidate,
  others: readonly Candidate[],
  { better, decimals, unit }: PageMetric,
): Part {
  const [second] = others;
  if (second === undefined) return "";
  const level = others.filter(({ stats }) => stats[0] === first.stats[0]).length;
  if (level > 0) {
    return html`Level with ${link(context, second)}${
      level > 1 && ` and ${countText(level - 1, "other")}`
    }: this number does not tell which is better.`;
  }
  const next = html`${link(context, second)} (${numberText(second.stats[0], decimals)} ${unit})`;
  const [mean, , half] = first.stats;
  const [otherMean, , otherHalf] = second.stats;
  if (half === null || otherHalf === null) {
    return html`Next is ${next}; single runs do not tell how sure the order is.`;
  }
  const isAhead = half + otherHalf < (better === "lower" ? otherMean - mean : mean - otherMean);
  return isAhead
    ? html`Clearly ahead of ${next}.`
    : html`Not clearly ahead of ${next}: their 95 % intervals overlap.`;
}
