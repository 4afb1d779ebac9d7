/** The data of the page, as the element "data" has it. */
import { fileHref } from "../html/links.ts";
import { decodeTexts } from "../html/text_list.ts";
import { byId } from "./dom.ts";
import type { PageCombination, PageData, PageMetric, PageTexts } from "../html/page_data.ts";

/** What the page is about. */
export const data: PageData = JSON.parse(byId("data").textContent ?? "");

/** Decoded lists of texts. */
const decoded = new Map<PageTexts, string[]>();

/** A text of a list; null for the index of none. */
export function textAt(list: PageTexts, index: number): string | null {
  let texts = decoded.get(list);
  if (texts === undefined) {
    texts = decodeTexts(list);
    decoded.set(list, texts);
  }
  return texts[index] ?? null;
}

/** The names of both sets. */
export function labelOf({ serve, bench, directory }: PageCombination) {
  const names = [data.names[serve], data.names[bench]].filter((name) => name !== undefined);
  return names.join(" · ") || directory || "(no parameters)";
}

/** All parameters of a combination as text, those that vary first. */
export function paramPairs(
  { levels }: PageCombination,
): (readonly [name: string, value: string])[] {
  const varying = data.params.flatMap(({ name, levels: texts }, index) => {
    const text = texts[levels[index] ?? -1];
    return text === undefined ? [] : [[name, text] as const];
  });
  return [...varying, ...data.constants];
}

/**
 * Mean of a metric; null without a value.
 *
 * @param metric Index into the metrics.
 */
export function meanOf(combination: PageCombination, metric: number): number | null {
  return combination.stats[metric]?.[0] ?? null;
}

/** The metric's title with its unit. */
export function metricTitle(metric: PageMetric | undefined) {
  if (metric === undefined) return "";
  return metric.unit === "" ? metric.title : `${metric.title}, ${metric.unit}`;
}

/**
 * A link to a file of a sweep, from where the page lies.
 *
 * @param path Relative to the sweep's directory.
 */
export function sweepFileHref(sweep: number, path: string) {
  return fileHref(data.sweeps[sweep] ?? { href: "" }, path);
}

/** The combination with its sweep in front where there are several. */
export function fullLabel(combination: PageCombination) {
  const { sweep } = combination;
  const label = labelOf(combination);
  return data.sweeps.length === 1 ? label : `${data.sweeps[sweep]?.name}: ${label}`;
}
