/** The whole page: one file with everything in it, its text escaped. */
import { collectData } from "./collect.ts";
import { Html, html, scriptJson } from "./html.ts";
import { countText, timeText } from "../numbers.ts";
import { answers } from "./sections/answers.ts";
import { parameters, tradeoffs } from "./sections/charts.ts";
import { combinations } from "./sections/combinations.ts";
import { comparison } from "./sections/comparison.ts";
import { costs } from "./sections/costs.ts";
import { failures } from "./sections/failures.ts";
import { guards } from "./sections/guards.ts";
import { setup } from "./sections/setup.ts";
import { type ReportInput, type SweepView, viewSweeps } from "./sweep_view.ts";

/** Style sheet and scripts that go into the page. */
export interface PageAssets {
  readonly css: string;
  readonly script: string;
  /** ECharts as a script that defines `echarts`. */
  readonly echarts: string;
}

/** What is not in the directories. */
export interface PageOptions {
  readonly assets: PageAssets;
  /** Of servesweep. */
  readonly version: string;
  /** When the page is made, ISO 8601. */
  readonly time: string;
}

/**
 * The page about one or several directories.
 *
 * No network is needed, and none allowed: its content security policy lets nothing in from elsewhere.
 */
export function reportPage(inputs: readonly ReportInput[], options: PageOptions): string {
  const { assets, version, time } = options;
  const sweeps = viewSweeps(inputs);
  const data = collectData(sweeps);
  const title = sweeps.map(({ name }) => name).join(", ");
  const sections = [
    answers(sweeps),
    comparison(data, sweeps),
    combinations(data, sweeps),
    tradeoffs(data),
    parameters(data),
    costs(sweeps),
    guards(sweeps),
    failures(sweeps),
    setup(sweeps),
  ];
  const page = html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
        <meta name="color-scheme" content="light dark">
        <meta name="generator" content="servesweep ${version}">
        <title>${title} – servesweep report</title>
        <script>document.documentElement.dataset.script = "on"</script>
        <link rel="icon" href="data:,">
        <style>
    ${new Html(assets.css)}</style>
      </head>
      <body>
        <a class="skip" href="#answers">Skip to the answers</a>
        <header class="top">
          <div>
            <p class="kind">servesweep report</p>
            <h1>${title}</h1>
            <p class="note">${summary(sweeps)}</p>
          </div>
          <label
            class="script theme"><span>Colours</span><select id="theme"><option value="auto">as the system</option><option value="light">light</option><option value="dark">dark</option></select></label>
        </header>
        <nav aria-label="Sections">
          <ul>${LINKS.filter(([id]) =>
            sections.some(({ text }) => text.includes(`<section id="${id}"`))
          )
            .map(([id, text]) => html`<li><a href="#${id}">${text}</a></li>`)}</ul>
        </nav>
        <main>
    <noscript><p class="note">Without a script the page has its tables and texts; charts, sorting and filtering need one.</p></noscript>
    ${sections}
        </main>
        <dialog id="details" aria-labelledby="details-title"></dialog>
        <footer>
          <p>Made ${timeText(
            time,
          )} by servesweep ${version}. Links lead to the files beside this one. Charts: Apache ECharts, Apache License 2.0.</p>
        </footer>
        <script id="data" type="application/json">${scriptJson(data)}</script>
        <script>${new Html(scriptText(assets.echarts))}</script>
        <script type="module">
    ${new Html(scriptText(assets.script))}</script>
      </body>
    </html>
  `;
  return `${page.text}\n`;
}

const LINKS = [
  ["answers", "Answers"],
  ["comparison", "Side by side"],
  ["combinations", "Combinations"],
  ["tradeoffs", "Throughput and latency"],
  ["parameters", "Parameters"],
  ["costs", "Time"],
  ["guards", "Guards"],
  ["failures", "Failures"],
  ["setup", "What was run"],
] as const;

/** A script that cannot end its element: `</script` and `<!--` occur in strings only, where the backslash changes nothing. */
function scriptText(text: string): string {
  return text.replace(/<(?=\/script|!--)/gi, "\\x3c");
}

function summary(sweeps: readonly SweepView[]): string {
  const rows = sweeps.flatMap(({ rows }) => rows);
  const runs = rows.reduce((sum, row) => sum + row.runs, 0);
  const times = sweeps.flatMap(({ experiment: { events } }) => events.slice(0, 1)).map(({ time }) =>
    time
  );
  const parts = [
    ...(times.length > 0 ? [times.map(timeText).join(" and ")] : []),
    countText(rows.length, "combination"),
    countText(runs, "valid run"),
  ];
  return parts.join(" · ");
}
