/** The sentences at the top: which settings to deploy, how sure that is, what failed, what it cost. */
import { durationText } from "../../../lib/duration.ts";
import { paretoFrontier } from "../../../analysis/pareto.ts";
import { type Html, html, html as sentence } from "../html.ts";
import { countText, numberText, spreadText } from "../numbers.ts";
import type { PageData, PageEffect } from "../page_data.ts";
import type { SweepView } from "../sweep_view.ts";
import {
  candidates,
  type Context,
  failedToo,
  firstMetric,
  type Line,
  link,
} from "./answer_parts.ts";
import { best } from "./best_answer.ts";

const THROUGHPUT = ["output_throughput", "request_throughput"];

/** The section. */
export function answers(data: PageData, sweeps: readonly SweepView[]): Html {
  const context = { data, sweeps };
  const lines = [
    best(context, "Highest throughput", THROUGHPUT),
    best(context, "Fastest first token", ["mean_ttft_ms"]),
    best(context, "Fastest per token", ["mean_tpot_ms"]),
    compromise(context),
    strongest(context),
    sureness(context),
    failed(context),
    cost(context),
    ...sweeps.slice(1).map((sweep) => changed(context, sweep)),
  ].filter((line) => line !== null);
  return html`
    <section id="answers" aria-labelledby="answers-title">
      <h2 id="answers-title">Which settings to deploy</h2>
      <dl class="answers">
    ${lines.map(({ title, text }) => html`<dt>${title}</dt><dd>${text}</dd>\n`)}</dl>
    </section>
  `;
}

/**
 * The point of the frontier with the largest product of both coordinates: the Nash bargaining solution with nothing as the
 * point of disagreement (J. F. Nash, "The Bargaining Problem", Econometrica 18, 1950). It does not depend on units.
 */
function compromise(context: Context): Line | null {
  const { data } = context;
  const [x, y] = data.pareto;
  if (x < 0 || y < 0) return null;
  const points = data.combinations.flatMap((combination, index) => {
    const user = combination.stats[x];
    const gpu = combination.stats[y];
    return user && gpu ? [{ index, combination, stats: gpu, user: user[0], gpu: gpu[0] }] : [];
  });
  const frontier = paretoFrontier(points, ({ user }) => user, ({ gpu }) => gpu);
  const [first] = frontier.toSorted((a, b) => b.user * b.gpu - a.user * a.gpu);
  if (first === undefined) return null;
  const [user, gpu] = [data.metrics[x]!, data.metrics[y]!];
  const perUser = `${numberText(first.user, user.decimals)} tokens/s per user`;
  const perGpu = `${numberText(first.gpu, gpu.decimals)} tokens/s per GPU`;
  const count = countText(frontier.length, "combination");
  const place = frontier.length === 1 ? "alone" : `the largest product of both among the ${count}`;
  const text = sentence`${
    link(context, first)
  } with <strong>${perUser}</strong> and <strong>${perGpu}</strong>: ${place} on the <a href="#tradeoffs">Pareto frontier</a>.${
    failedToo(first)
  }`;
  return { title: "Best compromise", text };
}

function strongest({ data }: Context): Line | null {
  const sentences = [THROUGHPUT, ["mean_ttft_ms"]]
    .flatMap((keys) => {
      const metric = data.metrics[firstMetric(data, keys)];
      const effects = data.effects[metric?.key ?? ""];
      const effect = effects?.[0];
      if (metric === undefined || effect === undefined || effects!.length < 2) return [];
      return [
        html`<strong>${effectName(data, effect)}</strong> goes with ${
          numberText(100 * effect.share, 0)
        } % of the differences in ${lowerFirst(metric.title)}`,
      ];
    });
  if (sentences.length === 0) return null;
  const text = html`${
    sentences.map((sentence, index) => [index > 0 && ", ", sentence])
  }. <a href="#effects-title">All parameters</a>.`;
  return { title: "What matters most", text };
}

/** Parameters that vary together are one. */
function effectName({ params }: PageData, { param, together }: PageEffect): string {
  return [param, ...together].map((index) => params[index]!.name).join(" with ");
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function sureness(context: Context): Line | null {
  const { data } = context;
  const at = data.curves[0];
  const metric = data.metrics[at];
  const measuredOnes = candidates(data, at);
  if (metric === undefined || measuredOnes.length === 0) return null;
  const counts = data.combinations.map(({ runs }) => runs.length).filter((count) => count > 0);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  const all = data.combinations.length;
  const of = counts.length === all
    ? "of each combination"
    : `of ${numberText(counts.length, 0)} of ${countText(all, "combination")}`;
  const rest = counts.length < all && " What was not measured may be better.";
  const runs = `${fewest === most ? countText(most, "run") : `${fewest} to ${most} runs`} ${of}`;
  const spreads = measuredOnes.flatMap((candidate) => {
    const [mean, deviation] = candidate.stats;
    return deviation === null || mean === 0 ? [] : [{ candidate, share: deviation / mean }];
  }).sort((a, b) => a.share - b.share);
  const widest = spreads.at(-1);
  const typical = spreads[Math.floor((spreads.length - 1) / 2)];
  const title = "How sure";
  if (widest === undefined || typical === undefined) {
    return { title, text: html`${runs}: no spread can be told.${rest}` };
  }
  const text = html`${runs}. The spread (standard deviation) of ${lowerFirst(metric.title)} is ${
    spreadText(typical.candidate.stats)
  } for the median combination and at most ${spreadText(widest.candidate.stats)}, at ${
    link(context, widest.candidate)
  }.${most < 3 && " With fewer than three runs the 95 % intervals are very wide."}${rest}`;
  return { title, text };
}

function failed({ data, sweeps }: Context): Line {
  const failures = sweeps.flatMap(({ rows }) => rows.flatMap((row) => row.failures));
  const valid = data.combinations.reduce((sum, { runs }) => sum + runs.length, 0);
  const empty = data.combinations.filter(({ runs }) => runs.length === 0).length;
  const planned = sweeps.flatMap(({ rows }) => rows).reduce(
    (sum, { combination }) => sum + Math.max(combination.plannedRuns ?? 0, combination.runs.length),
    0,
  );
  const leftOut = sweeps.reduce((sum, { costs }) => sum + costs.leftOut, 0);
  const title = "What failed";
  const done = `${countText(valid, "valid run")} of ${numberText(planned, 0)} in ${
    countText(data.combinations.length, "combination")
  }${leftOut > 0 ? `, ${countText(leftOut, "run")} left out to keep the budget` : ""}`;
  if (failures.length === 0) {
    const text = valid < planned
      ? html`No failure is recorded. ${done}: the rest was not measured.`
      : html`Nothing: ${done}.`;
    return { title, text };
  }
  const classes = Map.groupBy(failures, ({ failure }) => failure.class);
  const names = [...classes].sort(([, a], [, b]) => b.length - a.length)
    .map(([name, members]) => `${name} (${members.length})`);
  const text = html`<a href="#failures">${countText(failures.length, "failure")}</a>: ${
    names.join(", ")
  }. ${done}${empty > 0 && `; ${countText(empty, "combination")} without any`}.`;
  return { title, text };
}

function cost({ sweeps }: Context): Line | null {
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
function changed({ data, sweeps }: Context, sweep: SweepView): Line {
  const at = data.curves[0];
  const metric = data.metrics[at]!;
  const changes = data.matches.flatMap(({ changes }) => {
    const change = changes[sweep.index - 1]?.[at];
    return change ? [change] : [];
  });
  const title = `${sweep.name} against ${sweeps[0]!.name}`;
  if (changes.length === 0) {
    return { title, text: html`No combination has the same parameters in both.` };
  }
  const ordered = changes.map(([percent]) => percent).sort((a, b) => a - b);
  const median = ordered[Math.floor((ordered.length - 1) / 2)]!;
  const up = changes.filter(([, low]) => low !== null && low > 0).length;
  const down = changes.filter(([, , high]) => high !== null && high < 0).length;
  const percent = `${median > 0 ? "+" : ""}${numberText(median, 1)} %`;
  const common = countText(changes.length, "common combination");
  const noise = changes.length - up - down;
  const text = sentence`<strong>${percent}</strong> ${
    lowerFirst(metric.title)
  } (median of ${common}): ${up} clearly higher, ${down} clearly lower, ${noise} within the noise. <a href="#comparison">Side by side</a>.`;
  return { title, text };
}
