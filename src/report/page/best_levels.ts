/** Which values of a parameter are the best of a metric. */
import { numberText } from "../numbers.ts";
import type { PageEffect, PageMetric } from "../html/page_data.ts";

/** The levels with the best mean, as it is shown. None where all are the same, or the metric knows no better. */
export function bestLevels(
  levels: PageEffect["levels"],
  { better, decimals }: Pick<PageMetric, "better" | "decimals">,
): number[] {
  if (better === null) return [];
  const means = levels.map(([, mean]) => mean);
  const best = numberText(better === "higher" ? Math.max(...means) : Math.min(...means), decimals);
  const leaders = levels.filter(([, mean]) => numberText(mean, decimals) === best);
  return leaders.length === levels.length ? [] : leaders.map(([level]) => level);
}
