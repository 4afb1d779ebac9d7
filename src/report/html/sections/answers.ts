/** The sentences at the top: which settings to deploy, how sure that is, what failed, what it cost. */
import { answersOf } from "../../../analysis/answers.ts";
import { changeOf, matchRows, summarizeChanges } from "../../../analysis/compare.ts";
import { headlineMetric } from "../../../analysis/metric_choice.ts";
import type { Metric } from "../../../analysis/metrics.ts";
import type { Row } from "../../../analysis/rows.ts";
import { durationText } from "../../../lib/duration.ts";
import { answerLines, coverageLine, inSentence, type Phrase } from "../../answers.ts";
import { countText, numberText } from "../../numbers.ts";
import { type Html, html, html as sentence, type Part } from "../html.ts";
import { combinationHref } from "../links.ts";
import { labelOf, type SweepView } from "../sweep_view.ts";

/** An answer of the page. */
interface Line {
  readonly title: string;
  readonly text: Part;
}

/** Writes a combination's name as a link. */
type Link = (row: Row) => Html;

/** The conclusions, above all tables: best per load, compromise, strongest effects. */
export function answers(sweeps: readonly SweepView[]): Html {
  const rows = sweeps.flatMap(({ rows }) => rows);
  const found = answersOf(rows);
  const metric = headlineMetric(rows);
  const leftOut = sweeps.reduce((sum, { costs }) => sum + costs.leftOut, 0);
  const link = linker(sweeps);
  const lines = [
    ...[...answerLines(found), coverageLine(found.coverage, leftOut)]
      .map(({ title, phrases }): Line => ({
        title,
        text: phrases.map((each) => part(each, link)),
      })),
    cost(sweeps),
    ...metric === null ? [] : sweeps.slice(1).map((sweep) => changed(sweeps[0]!, sweep, metric)),
  ].filter((line) => line !== null);
  return html`
    <section id="answers" aria-labelledby="answers-title">
      <h2 id="answers-title">Which settings to deploy</h2>
      <dl class="answers">
    ${lines.map(({ title, text }) => html`<dt>${title}</dt><dd>${text}</dd>\n`)}</dl>
    </section>
  `;
}

function part(phrase: Phrase, link: Link): Part {
  if (typeof phrase === "string") return phrase;
  if ("row" in phrase) return link(phrase.row);
  if ("strong" in phrase) return html`<strong>${phrase.strong}</strong>`;
  return "more" in phrase
    ? [" ", html`<a href="#${phrase.section}">${phrase.more}</a>`, "."]
    : html`<a href="#${phrase.section}">${phrase.text}</a>`;
}

function linker(sweeps: readonly SweepView[]): Link {
  const places = new Map(
    sweeps.flatMap((sweep) => sweep.rows.map((row) => [row, sweep] as const))
      .map(([row, sweep], index) => [row, { sweep, index }]),
  );
  return (row) => {
    const { sweep, index } = places.get(row)!;
    const label = labelOf(sweep, row.directory);
    const name = sweeps.length === 1 ? label : `${sweep.name}: ${label}`;
    const href = combinationHref(sweep, row.directory, row.runs);
    return html`<a href="${href}" data-c="${index}">${name}</a>`;
  };
}

function cost(sweeps: readonly SweepView[]): Line | null {
  const measured = sweeps.filter(({ costs }) => costs.starts > 0);
  const costs = measured.map((sweep) => sweep.costs);
  if (costs.length === 0) return null;
  const sum = (pick: (cost: typeof costs[number]) => number) =>
    costs.reduce((total, cost) => total + pick(cost), 0);
  const gpuHours = sum(({ gpuMs }) => gpuMs) / 3_600_000;
  const shares = measured.map(({ name, costs: { utilisation, utilisationOf } }) =>
    `${numberText(100 * utilisation, 0)} % of the time of ${utilisationOf}${
      sweeps.length > 1 ? ` in ${name}` : ""
    }`
  );
  const gpuTime = gpuHours >= 0.005 && `, ${numberText(gpuHours, 2)} GPU hours`;
  const duration = durationText(sum(({ wallMs }) => wallMs));
  const starts = countText(sum(({ starts }) => starts), "server start");
  const text = sentence`${duration} for ${starts}${gpuTime}; ${
    shares.join(" and ")
  } was measured. <a href="#costs-title">Where the time went</a>.`;
  return { title: "What it cost", text };
}

/** Another directory against the first. */
function changed(first: SweepView, sweep: SweepView, { key, title: metricTitle }: Metric): Line {
  const changes = summarizeChanges(
    matchRows(first.rows, [sweep.rows]).flatMap(([before, after]) =>
      changeOf(before, after ?? null, key) ?? []
    ),
  );
  const title = `${sweep.name} against ${first.name}`;
  if (changes === null) {
    return { title, text: html`No combination has the same parameters in both.` };
  }
  const { count, medianPercent, higher, lower, unclear, unknown } = changes;
  const percent = `${medianPercent > 0 ? "+" : ""}${numberText(medianPercent, 1)} %`;
  const common = countText(count, "common combination");
  const single = unknown > 0 && `, ${unknown} of single runs, which do not tell`;
  const text = sentence`<strong>${percent}</strong> ${
    inSentence(metricTitle)
  } (median of ${common}): ${higher} clearly higher, ${lower} clearly lower, ${unclear} within the noise${single}. <a href="#comparison">Side by side</a>.`;
  return { title, text };
}
