/** Several directories side by side: combinations that they share, and what changed. */
import { changeClass, changeText } from "../change_text.ts";
import { type Html, html } from "../html.ts";
import { combinationHref } from "../links.ts";
import { numberText } from "../../numbers.ts";
import type { PageData, PageMetric } from "../page_data.ts";
import { labelOf, type SweepView } from "../sweep_view.ts";

/** The section; nothing for one directory. */
export function comparison(data: PageData, sweeps: readonly SweepView[]): Html {
  const [first, ...others] = sweeps;
  const at = data.curves[0];
  const metric = data.metrics[at];
  if (first === undefined || others.length === 0 || metric === undefined) return html``;
  return html`<section id="comparison" aria-labelledby="comparison-title">
<h2 id="comparison-title">Side by side</h2>
${
    data.matches.length === 0
      ? html`<p>No combination has the same parameters in ${first.name} and another directory.</p>`
      : html`
        <p
          class="note">Combinations with the same parameters. Change of the mean from ${first
            .name}, with its 95 % interval (Welch’s t) where both have at least two runs.</p>
        <div
          class="controls script"><label><span>metric</span><select id="comparison-metric"></select></label></div>
        <div class="scroll tall" tabindex="0" role="region" aria-label="Table of differences">
          <table class="data">
            <thead>
              <tr><th scope="col">combination</th><th scope="col" class="n">${first
                .name}</th>${others.map(({ name }) =>
                  html`
                    <th scope="col" class="n">${name}</th>
                    <th scope="col" class="n">change</th>
                  `
                )}</tr>
            </thead>
            <tbody id="comparison-rows">
        ${data.matches.map((match) => row(data, first, match, metric, at))}</tbody>
          </table>
        </div>
      `
  }
</section>`;
}

function row(
  data: PageData,
  first: SweepView,
  { combinations, changes }: PageData["matches"][number],
  { decimals, better }: PageMetric,
  at: number,
): Html {
  const { directory, runs } = data.combinations[combinations[0]!]!;
  const label = labelOf(first, directory);
  const href = combinationHref(first, directory, runs.length);
  return html`
    <tr><th scope="row"><a href="${href}" data-c="${combinations[
      0
    ]!}">${label}</a></th>${combinations.map((combination, sweep) => {
      const mean = data.combinations[combination]?.stats[at]?.[0];
      const value = html`<td class="n">${numberText(mean, decimals)}</td>`;
      if (sweep === 0) return value;
      const change = changes[sweep - 1]![at] ?? null;
      return html`${value}<td class="n ${changeClass(change, better)}">${changeText(change)}</td>`;
    })}</tr>
  `;
}
