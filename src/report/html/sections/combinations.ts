/** The table of combinations, complete without a script; with one it sorts, filters and has other columns. */
import { type Html, html, type Part } from "../html.ts";
import type { Labels } from "../labels.ts";
import { halfWidthText, numberText, spreadText } from "../../numbers.ts";
import type { PageCombination, PageData, PageMetric, PageStats } from "../page_data.ts";
import { combinationHref } from "../links.ts";
import type { SweepView } from "../sweep_view.ts";

/** Ways to show how sure a number is; the first one is in the table as it is sent. */
const SHOW = [
  ["interval", "mean ± half the 95 % interval"],
  ["range", "mean and 95 % interval"],
  ["deviation", "mean and standard deviation σ"],
  ["spread", "mean and spread in percent"],
  ["none", "mean alone"],
] as const;

/** The section with the table that can be sorted and filtered. */
export function combinations(data: PageData, sweeps: readonly SweepView[]): Html {
  const { metrics, columns, params } = data;
  const isSeveral = sweeps.length > 1;
  const spreadOf = metrics[data.curves[0]];
  return html`
    <section id="combinations" aria-labelledby="combinations-title">
      <h2 id="combinations-title">Combinations</h2>
      <p
        class="note">Means over the valid runs of each combination, with half their 95 % interval (Student’s t). Spread: standard deviation of ${spreadOf ===
            undefined
          ? "the first metric"
          : spreadOf.label} in percent of the mean. The filter is that of the charts too.</p>
      <div class="controls script" role="search" aria-label="Filter of the combinations">
        <label><span>Filter</span><input id="filter-text" type="search" placeholder="words, name=value" autocomplete="off" spellcheck="false"></label>
        <div id="filter-params" class="fields"></div>
        <label><span>Show</span><select id="show">${SHOW.map(([value, text]) =>
          html`<option value="${value}">${text}</option>`
        )}</select></label>
        <details class="menu">
          <summary>Columns</summary>
          <div id="columns"></div>
        </details>
        <button id="filter-reset" type="button">Reset filter</button>
        <output id="count" role="status"></output>
      </div>
      <div class="scroll tall" tabindex="0" role="region" aria-label="Table of combinations">
        <table class="data">
          <thead>
            <tr id="head">${isSeveral && head("sweep", "directory")}${head(
              "label",
              "combination",
            )}${params.map(({ name, side, isNumeric }, index) =>
              head(`p${index}`, name, `${side} parameter`, isNumeric)
            )}${head("runs", "runs", "valid runs", true)}${head(
              "spread",
              "spread",
              `of ${spreadOf?.title ?? ""}`,
              true,
            )}${columns.map((index) => {
              const { label, title } = metrics[index]!;
              return head(`m${index}`, label, title, true, " m");
            })}</tr>
          </thead>
          <tbody id="rows" data-most>
    ${data.combinations.map((combination, index) => row(data, sweeps, combination, index))}</tbody>
        </table>
      </div>
      <p class="script"><button id="more" type="button" disabled>Show all rows</button></p>
    </section>
  `;
}

function head(sort: string, text: string, title = text, isNumber = false, classes = ""): Html {
  const side = isNumber ? "n" : "t";
  return html`
    <th scope="col" data-sort="${sort}"
      class="${side}${classes}"><button type="button" title="${title}">${breakable(
        text,
      )}</button></th>
  `;
}

/** Parameters have columns of their own: a row needs the names of its sets, or its number. */
function shortLabel({ label, ownNames }: Labels, index: number): string {
  return label === ownNames ? label : `${ownNames} #${index + 1}`.trim();
}

/** A name that may be broken behind its underscores, as on paper. */
function breakable(text: string): Part {
  return text.split(/(?<=_)/).map((part, index) => [index > 0 && html`<wbr>`, part]);
}

function row(
  { metrics, columns, params, curves }: PageData,
  sweeps: readonly SweepView[],
  { sweep, directory, levels, runs, stats, failures }: PageCombination,
  index: number,
): Html {
  const from = sweeps[sweep]!;
  const labels = from.labels.get(directory)!;
  const href = combinationHref(from, directory, runs.length);
  const spread = stats[curves[0]];
  const cells = [
    sweeps.length > 1 && html`<td>${from.name}</td>`,
    html`<th scope="row"><a href="${href}" data-c="${index}" title="${labels.label}">${
      shortLabel(labels, index)
    }</a></th>`,
    params.map(({ levels: texts, isNumeric }, at) =>
      html`<td class="${isNumeric ? "n" : "t"}">${texts[levels[at]!] ?? "–"}</td>`
    ),
    html`<td class="n">${runs.length}${failures.length > 0 && [" ", failedMark(failures)]}</td>`,
    html`<td class="n">${spread ? spreadText(spread) : "–"}</td>`,
    columns.map((column) => metricCell(stats[column] ?? null, metrics[column]!)),
  ];
  return html`<tr data-c="${index}">${cells}</tr>`;
}

function failedMark(failures: readonly string[]): Html {
  return html`<span class="failed" title="${
    failures.join("\n")
  }">+${failures.length} failed</span>`;
}

function metricCell(stats: PageStats | null, metric: PageMetric): Html {
  if (stats === null) return html`<td class="m">–</td>`;
  const half = halfWidthText(stats, metric);
  const behind = half === null ? "" : html`<small>${half}</small>`;
  return html`<td class="m">${numberText(stats[0], metric.decimals)} ${behind}</td>`;
}
