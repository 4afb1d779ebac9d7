// @ts-check
// The data of the page, as the element "data" has it.
import { byId } from "./dom.js";

/** @import { PageCombination, PageData, PageMetric, PageTexts } from "../html/page_data.ts" */

/** @type {PageData} */
export const data = JSON.parse(byId("data").textContent ?? "");

/** Decoded lists of texts. @type {Map<PageTexts, string[]>} */
const decoded = new Map();

/**
 * A text of a list; each is stored as what it shares with the one before.
 *
 * @param {PageTexts} list
 * @param {number} index
 * @returns {string | null}
 */
export function textAt(list, index) {
  let texts = decoded.get(list);
  if (texts === undefined) {
    let previous = "";
    texts = list.map(([head, tail, middle]) => {
      previous = previous.slice(0, head) + middle + previous.slice(previous.length - tail);
      return previous;
    });
    decoded.set(list, texts);
  }
  return texts[index] ?? null;
}

/**
 * The names of both sets.
 *
 * @param {PageCombination} combination
 */
export function labelOf({ serve, bench, directory }) {
  const names = [data.names[serve], data.names[bench]].filter((name) => name !== undefined);
  return names.join(" · ") || directory || "(no parameters)";
}

/**
 * All parameters of a combination as text, those that vary first.
 *
 * @param {PageCombination} combination
 * @returns {(readonly [name: string, value: string])[]}
 */
export function paramPairs({ levels }) {
  const varying = data.params.flatMap(({ name, levels: texts }, index) => {
    const text = texts[levels[index] ?? -1];
    return text === undefined ? [] : [/** @type {const} */ ([name, text])];
  });
  return [...varying, ...data.constants];
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
  const { sweep } = combination;
  const label = labelOf(combination);
  return data.sweeps.length === 1 ? label : `${data.sweeps[sweep]?.name}: ${label}`;
}
