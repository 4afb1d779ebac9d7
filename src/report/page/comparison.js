// @ts-check
// Several directories side by side: what changed from the first one.
import { data, metricTitle } from "./data.js";
import { byId, element, fillSelect, selectById } from "./dom.js";
import { numberText } from "./format.js";

/** @import { PageChange, PageMatch, PageMetric } from "../html/page_data.ts" */

/** Makes the choice of the metric answer, if there is something to compare. */
export function initComparison() {
  if (data.matches.length === 0) return;
  const select = selectById("comparison-metric");
  fillSelect(
    select,
    data.metrics.map((metric, index) => /** @type {const} */ ([index, metricTitle(metric)])),
    data.curves[0],
  );
  select.addEventListener("change", () => fill(Number(select.value)));
}

/** @param {number} at */
function fill(at) {
  const metric = data.metrics[at];
  if (metric === undefined) return;
  const rows = /** @type {HTMLTableSectionElement} */ (byId("comparison-rows")).rows;
  for (const [index, match] of data.matches.entries()) {
    const row = rows[index];
    row?.replaceChildren(/** @type {Node} */ (row.firstElementChild), ...cells(match, at, metric));
  }
}

/**
 * @param {PageMatch} match
 * @param {number} at
 * @param {PageMetric} metric
 */
function cells({ combinations, changes }, at, { decimals, better }) {
  return combinations.flatMap((combination, sweep) => {
    const mean = data.combinations[combination]?.stats[at]?.[0];
    const value = element("td", { "class": "n" }, numberText(mean, decimals));
    if (sweep === 0) return [value];
    const change = changes[sweep - 1]?.[at] ?? null;
    return [value, element("td", { "class": `n ${verdict(change, better)}` }, changeText(change))];
  });
}

/** @param {PageChange | null} change */
function changeText(change) {
  if (change === null) return "–";
  const [percent, low, high] = change;
  const signed = (/** @type {number} */ value) => `${value > 0 ? "+" : ""}${numberText(value, 1)}`;
  return low === null || high === null
    ? `${signed(percent)} %`
    : `${signed(percent)} % (${signed(low)} to ${signed(high)})`;
}

/**
 * Better or worse only where the interval leaves out no change.
 *
 * @param {PageChange | null} change
 * @param {"higher" | "lower" | null} better
 */
function verdict(change, better) {
  if (change === null || better === null) return "";
  const [, low, high] = change;
  if (low === null || high === null || (low <= 0 && high >= 0)) return "";
  return (low > 0) === (better === "higher") ? "better" : "worse";
}
