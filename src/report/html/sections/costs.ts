/** Where the time went: the timeline of the servers, and their time by stage. */
import { STAGE_TEXTS } from "../stages.ts";
import { type Html, html } from "../html.ts";
import { durationText } from "../../../lib/duration.ts";
import { fileHref } from "../links.ts";
import { numberText } from "../../numbers.ts";
import { lifeLabel, type SweepView } from "../sweep_view.ts";
import type { ServerLife, StageTimes } from "../../../journal/lives.ts";
import type { Stage } from "../../../journal/event.ts";

/** More starts than these are not listed: the slowest are. */
const MOST_STARTS = 200;

/** The section; nothing where no journal tells of servers. */
export function costs(sweeps: readonly SweepView[]): Html {
  const told = sweeps.filter(({ lives }) => lives.length > 0);
  if (told.length === 0) return html``;
  return html`<section id="costs" aria-labelledby="costs-title">
<h2 id="costs-title">Where the time went</h2>
<figure class="script">
<figcaption>Server starts: starting, ready, and the runs inside; Ctrl and the wheel zoom</figcaption>
<div id="timeline" class="chart"></div>
</figure>
${
    told.map((sweep) =>
      html`${sweeps.length > 1 && html`<h3>${sweep.name}</h3>`}
${ledger(sweep)}
${startTable(sweep)}`
    )
  }
</section>`;
}

function ledger({ costs }: SweepView): Html {
  const { wallMs, starts, failedStarts, serverMs, gpuMs, overheadMs } = costs;
  const all = [...serverMs.values()].reduce((sum, ms) => sum + ms, 0);
  const facts = [
    ["wall time", durationText(wallMs)],
    ["server starts", `${starts}${failedStarts > 0 ? `, ${failedStarts} failed` : ""}`],
    ["time of servers", durationText(all)],
    ...(gpuMs > 0 ? [["GPU time", `${numberText(gpuMs / 3_600_000, 3)} hours`]] : []),
    [`of ${costs.utilisationOf} measured`, `${numberText(100 * costs.utilisation, 1)} %`],
    ...(overheadMs === null ? [] : [["servesweep itself", durationText(overheadMs)]]),
  ];
  return html`
    <dl class="facts">${facts.map(([name, value]) =>
      html`
        <div>
          <dt>${name!}</dt>
          <dd>${value!}</dd>
        </div>
      `
    )}</dl>
    <div class="scroll" tabindex="0" role="region" aria-label="Time of servers by stage">
      <table>
        <thead>
          <tr>
            <th scope="col">stage</th>
            <th scope="col" class="n">time of servers</th>
            <th scope="col" class="n">share</th>
            <th scope="col">what it is</th>
          </tr>
        </thead>
        <tbody>${stagesInOrder(serverMs).map(([stage, ms]) => {
          const share = all > 0 ? ms / all : 0;
          return html`
            <tr>
              <th scope="row">${stage}</th>
              <td class="n">${durationText(ms)}</td>
              <td class="n share">${numberText(
                100 * share,
                1,
              )} %<span class="bar" style="--share:${share.toFixed(4)}"></span></td>
              <td class="wide">${STAGE_TEXTS.get(stage) ?? ""}</td>
            </tr>
          `;
        })}</tbody>
      </table>
    </div>
  `;
}

function stagesInOrder(stages: StageTimes): [Stage | "other", number][] {
  const order = [...STAGE_TEXTS.keys()];
  const place = (stage: Stage | "other") => order.indexOf(stage);
  return [...stages].sort(([a], [b]) => place(a) - place(b));
}

function startTable(sweep: SweepView): Html {
  const { lives } = sweep;
  const isCut = lives.length > MOST_STARTS;
  const shown = isCut
    ? lives.toSorted((a, b) => loadingMs(b) - loadingMs(a)).slice(0, MOST_STARTS)
    : lives;
  const hasParts = (["weights", "compile", "graphs"] as const).filter((part) =>
    lives.some(({ stages }) => stages.has(part))
  );
  return html`
    <details class="starts">
      <summary>${isCut
        ? `The ${MOST_STARTS} slowest of ${lives.length} server starts`
        : "Each server start"}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="Server starts">
        <table>
          <thead>
            <tr><th scope="col">server</th><th scope="col" class="n">ready after</th>${hasParts.map(
              (part) => html`<th scope="col" class="n">${part}</th>`,
            )}<th scope="col" class="n">alive</th><th scope="col" class="n">runs</th><th scope="col" class="n">GPUs</th><th scope="col">version</th></tr>
          </thead>
          <tbody>${shown.map((life) => {
            const { ready, from, to, runs, gpus, version, logFile, failure, stages } = life;
            return html`<tr><th scope="row"><a href="${fileHref(sweep, logFile)}">${
              lifeLabel(sweep, life)
            }</a></th><td class="n">${
              ready !== null
                ? durationText(ready - from)
                : html`<span class="failed">${failure !== null ? "failed" : "never"}</span>`
            }</td>${
              hasParts.map((part) => {
                const ms = stages.get(part);
                return html`<td class="n">${ms === undefined ? "–" : durationText(ms)}</td>`;
              })
            }<td class="n">${
              durationText(to - from)
            }</td><td class="n">${runs.length}</td><td class="n">${gpus ?? "–"}</td><td>${
              version ?? "–"
            }</td></tr>`;
          })}</tbody>
        </table>
      </div>
    </details>
  `;
}

function loadingMs({ from, ready, to }: ServerLife): number {
  return (ready ?? to) - from;
}
