/** Combinations as points of charts. */
import { numberText, spreadText } from "../numbers.ts";
import { data, fullLabel, paramPairs } from "./data.ts";
import { tip } from "./charts.ts";
import type { PageCombination } from "../html/page_data.ts";

/** Most parameters that a tooltip names. */
const TIP_PARAMS = 12;

/**
 * What a tooltip says of a combination.
 *
 * @param metrics The metrics that it names, as indices.
 */
export function combinationTip(index: number, metrics: readonly number[]) {
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
      [
        metric.label,
        `${numberText(mean, metric.decimals)}${spread}`,
      ] as const,
    ];
  });
  return tip(fullLabel(combination), [
    ...numbers,
    ["runs", String(runs.length)],
    ...paramPairs(combination).slice(0, TIP_PARAMS),
  ]);
}

/** Names of series, in the order of their first combination. */
export function grouped(
  combinations: readonly (readonly [number, PageCombination])[],
  nameOf: (combination: PageCombination) => string,
) {
  const groups = new Map<string, [number, PageCombination][]>();
  for (const [index, combination] of combinations) {
    const name = nameOf(combination);
    const group = groups.get(name) ?? [];
    group.push([index, combination]);
    groups.set(name, group);
  }
  return groups;
}

const numbers = new Map<string, number>();

/** Number of a series, the same whatever the filter: colours stay. */
export function seriesNumber(name: string) {
  const known = numbers.get(name) ?? numbers.size;
  numbers.set(name, known);
  return known;
}
