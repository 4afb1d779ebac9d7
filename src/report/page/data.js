// @ts-check
// The data of the page, as the element "data" has it.
import { byId } from "./dom.js";

/** @import { PageCombination, PageData, PageMetric } from "../html/page_data.ts" */

/** @type {PageData} */
export const data = JSON.parse(byId("data").textContent ?? "");

/** @type {string[] | null} */
let decoded = null;

/**
 * A command line; each is stored as what it shares with the one before.
 *
 * @param {number} index
 * @returns {string | null}
 */
export function commandText(index) {
  if (decoded === null) {
    let previous = "";
    decoded = data.commands.map(([head, tail, middle]) => {
      previous = previous.slice(0, head) + middle + previous.slice(previous.length - tail);
      return previous;
    });
  }
  return decoded[index] ?? null;
}

/**
 * Mean of a metric; null without a value.
 *
 * @param {PageCombination} combination
 * @param {number} metric Index into the metrics.
 * @returns {number | null}
 */
export function meanOf(combination, metric) {
  return combination.stats[metric]?.[0] ?? null;
}

/**
 * The metric's title with its unit.
 *
 * @param {PageMetric | undefined} metric
 */
export function metricTitle(metric) {
  if (metric === undefined) return "";
  return metric.unit === "" ? metric.title : `${metric.title}, ${metric.unit}`;
}

/**
 * A link to a file of a sweep, from where the page lies.
 *
 * @param {number} sweep
 * @param {string} path Relative to the sweep's directory.
 */
export function fileHref(sweep, path) {
  return (data.sweeps[sweep]?.href ?? "") + path.split("/").map(encodeURIComponent).join("/");
}

/**
 * The combination with its sweep in front where there are several.
 *
 * @param {PageCombination} combination
 */
export function fullLabel(combination) {
  const { label, sweep } = combination;
  return data.sweeps.length === 1 ? label : `${data.sweeps[sweep]?.name}: ${label}`;
}
