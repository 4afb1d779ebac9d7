/** What the guards found of each run that is not proven to be right. */
import { guardFindings } from "../../../journal/guards.ts";
import { type Html, html } from "../html.ts";
import { countText } from "../../numbers.ts";
import { labelOf, type SweepView } from "../sweep_view.ts";

/** Rows that are shown; the exports have all. */
const SHOWN = 200;

interface Finding {
  readonly sweep: SweepView;
  /** The run, or the server start. */
  readonly of: string;
  readonly guard: string;
  readonly state: string;
  readonly why: string;
}

/** The section; nothing if nobody watched. */
export function guards(sweeps: readonly SweepView[]): Html {
  const watched = sweeps.reduce(
    (sum, { experiment: { events } }) => sum + guardFindings(events).runs,
    0,
  );
  if (watched === 0) return html``;
  const findings = sweeps.flatMap(findingsOf);
  const several = sweeps.length > 1;
  return html`
    <section id="guards" aria-labelledby="guards-title">
      <h2 id="guards-title">Guards</h2>
      <p
        class="note">Counters of the server, read before and after each run, say whether the prefix cache was in the state that was meant, and whether anybody else used the server; each server says whether it works with what its serve set asked for. ${countText(
          watched,
          "run",
        )} watched${findings.length === 0 ? ", nothing found" : ""}.</p>
      ${findings.length > 0 && html`
        <div class="scroll" tabindex="0" role="region" aria-label="Findings of the guards">
          <table class="data">
            <thead>
              <tr>
                <th scope="col" class="t">run</th>
                <th scope="col" class="t">guard</th>
                <th scope="col"
                  class="t">found</th>
                <th scope="col" class="t">why</th>
              </tr>
            </thead>
            <tbody>
        ${findings.slice(0, SHOWN).map((finding) => row(finding, several))}</tbody>
          </table>
        </div>
      `}
      ${findings.length > SHOWN &&
        html`<p class="note">And ${
          countText(findings.length - SHOWN, "more finding")
        }: servesweep export --format json has them.</p>`}
    </section>
  `;
}

function findingsOf(sweep: SweepView): Finding[] {
  const starts = guardFindings(sweep.experiment.events).starts.map(([start, verdict]) => ({
    of: `server ${start}`,
    guard: "flags",
    ...verdict,
  }));
  const runs = sweep.rows.flatMap(({ directory, combination: { runs } }) =>
    runs.flatMap(({ run, guards }) =>
      Object.entries(guards ?? {}).map(([guard, verdict]) => ({
        of: `${labelOf(sweep, directory)} run ${run}`,
        guard,
        ...verdict,
      }))
    )
  );
  return [...starts, ...runs].filter(({ state }) => state !== "ok")
    .map(({ of, guard, state, why }) => ({ sweep, of, guard, state, why }));
}

function row({ sweep, of, guard, state, why }: Finding, several: boolean): Html {
  const name = `${several ? `${sweep.name}: ` : ""}${of}`;
  return html`
    <tr>
      <th scope="row">${name}</th>
      <td class="t">${guard}</td>
      <td class="t">${state}</td>
      <td class="t">${why}</td>
    </tr>
  `;
}
