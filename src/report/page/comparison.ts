/** Several directories side by side: what changed from the first one. */
import { changeClass, changeText } from "../html/change_text.ts";
import { numberText } from "../numbers.ts";
import { data, metricTitle } from "./data.ts";
import { byId, element, fillSelect, selectById } from "./dom.ts";
import type { PageMatch, PageMetric } from "../html/page_data.ts";

/** Makes the choice of the metric answer, if there is something to compare. */
export function initComparison() {
  if (data.matches.length === 0) return;
  const select = selectById("comparison-metric");
  fillSelect(
    select,
    data.metrics.map((metric, index) => [index, metricTitle(metric)] as const),
    data.curves[0],
  );
  select.addEventListener("change", () => fill(Number(select.value)));
}

function fill(at: number) {
  const metric = data.metrics[at];
  if (metric === undefined) return;
  const rows = (byId("comparison-rows") as HTMLTableSectionElement).rows;
  for (const [index, match] of data.matches.entries()) {
    const row = rows[index];
    row?.replaceChildren(row.firstElementChild!, ...cells(match, at, metric));
  }
}

function cells({ combinations, changes }: PageMatch, at: number, { decimals, better }: PageMetric) {
  return combinations.flatMap((combination, sweep) => {
    const mean = data.combinations[combination]?.stats[at]?.[0];
    const value = element("td", { "class": "n" }, numberText(mean, decimals));
    if (sweep === 0) return [value];
    const change = changes[sweep - 1]?.[at] ?? null;
    return [
      value,
      element("td", { "class": `n ${changeClass(change, better)}` }, changeText(change)),
    ];
  });
}
