/** What the answers are made of. */
import { type Html, html, html as sentence } from "../html.ts";
import { countText } from "../numbers.ts";
import type { PageCombination, PageData, PageStats } from "../page_data.ts";
import { combinationHref } from "../links.ts";
import { labelOf, type SweepView } from "../sweep_view.ts";

/** A combination with a metric of it. */
export interface Candidate {
  readonly index: number;
  readonly combination: PageCombination;
  readonly stats: PageStats;
}

/** What there is to answer from. */
export interface Context {
  readonly data: PageData;
  readonly sweeps: readonly SweepView[];
}

/** An answer. */
export interface Line {
  readonly title: string;
  readonly text: Html;
}

/** Index of the metric with the first of the keys that is there; -1 if none is. */
export function firstMetric({ metrics }: PageData, keys: readonly string[]): number {
  const found = keys.map((key) => metrics.findIndex((metric) => metric.key === key));
  return found.find((index) => index >= 0) ?? -1;
}

/** The combinations that have a metric, in the order of the data. */
export function candidates({ combinations }: PageData, metric: number): Candidate[] {
  return combinations.flatMap((combination, index) => {
    const stats = combination.stats[metric];
    return stats ? [{ index, combination, stats }] : [];
  });
}

/** A combination as a link to its directory. */
export function link({ data, sweeps }: Context, { index, combination }: Candidate): Html {
  const sweep = sweeps[combination.sweep]!;
  const { directory, runs } = combination;
  const label = labelOf(sweep, directory);
  const name = data.sweeps.length === 1 ? label : `${sweep.name}: ${label}`;
  return html`<a href="${
    combinationHref(sweep, directory, runs.length)
  }" data-c="${index}">${name}</a>`;
}

/** For the end of a sentence about a combination: that something of it failed too. */
export function failedToo({ combination: { failures } }: Candidate): Html | "" {
  if (failures.length === 0) return "";
  return sentence` <a href="#failures">${countText(failures.length, "failure")}</a> of it besides.`;
}
