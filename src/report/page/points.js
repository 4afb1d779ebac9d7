// @ts-check
// Combinations as points of charts.
import { data, fullLabel, paramPairs } from "./data.js";
import { tip } from "./charts.js";
import { numberText, spreadText } from "./format.js";

/** @import { PageCombination } from "../html/page_data.ts" */

/** Most parameters that a tooltip names. */
const TIP_PARAMS = 12;

/**
 * What a tooltip says of a combination.
 *
 * @param {number} index
 * @param {readonly number[]} metrics The metrics that it names, as indices.
 */
export function combinationTip(index, metrics) {
  const combination = data.combinations[index];
  if (combination === undefined) return tip("", []);
  const { stats, runs } = combination;
  const numbers = metrics.flatMap((at) => {
    const found = stats[at];
    const metric = data.metrics[at];
    if (!found || metric === undefined) return [];
    const [mean, deviation] = found;
    const spread = deviation === null ? "" : ` (spread ${spreadText(found)})`;
    return [
      /** @type {const} */ ([
        metric.label,
        `${numberText(mean, metric.decimals)}${spread}`,
      ]),
    ];
  });
  return tip(fullLabel(combination), [
    ...numbers,
    ["runs", String(runs.length)],
    ...paramPairs(combination).slice(0, TIP_PARAMS),
  ]);
}

/**
 * Names of series, in the order of their first combination.
 *
 * @param {readonly (readonly [number, PageCombination])[]} combinations
 * @param {(combination: PageCombination) => string} nameOf
 */
export function grouped(combinations, nameOf) {
  /** @type {Map<string, [number, PageCombination][]>} */
  const groups = new Map();
  for (const [index, combination] of combinations) {
    const name = nameOf(combination);
    const group = groups.get(name) ?? [];
    group.push([index, combination]);
    groups.set(name, group);
  }
  return groups;
}

/** Every series name of all combinations has a number, so that colours stay when the filter changes. */
/** @type {Map<string, number>} */
const numbers = new Map();

/** @param {string} name */
export function seriesNumber(name) {
  const known = numbers.get(name) ?? numbers.size;
  numbers.set(name, known);
  return known;
}
