/** Everything that the page's script reads, of one or several directories. */
import { changeOf, matchRows } from "../../analysis/compare.ts";
import type { Difference } from "../../analysis/difference.ts";
import { effectsOn } from "../../analysis/effects.ts";
import { type Factors, factorsOf } from "../../analysis/factors.ts";
import { chooseMetrics } from "../../analysis/metric_choice.ts";
import type { Metric } from "../../analysis/metrics.ts";
import { paramKeys, runMetrics } from "../../analysis/rows.ts";
import type { Row } from "../../analysis/rows.ts";
import type { Summary } from "../../analysis/statistics.ts";
import { quoteWords } from "../../spec/shell_words.ts";
import type {
  PageChange,
  PageCombination,
  PageData,
  PageEffect,
  PageMatch,
  PageMetric,
  PageStart,
  PageStats,
} from "./page_data.ts";
import { lifeLabel, type SweepView } from "./sweep_view.ts";
import { TextList } from "./text_list.ts";

/** Digits of numbers that count: more than any measurement has, and those of a spread. Nothing that is shown is cut off. */
const DIGITS = 6;
const SPREAD_DIGITS = 4;

/** A double has no more. */
const MOST_DIGITS = 17;

/** Collects it. */
export function collectData(sweeps: readonly SweepView[]): PageData {
  const rows = sweeps.flatMap(({ rows }) => rows);
  const { metrics: chosen, columns, curves, pareto } = chooseMetrics(rows);
  const metrics = chosen.map(pageMetric);
  const factors = factorsOf(rows);
  const texts = new Texts();
  const combinations: PageCombination[] = [];
  const starts: PageStart[] = [];
  for (const sweep of sweeps) {
    const lastStarts = new Map<string, number>();
    sweep.lives.forEach(({ server }, index) => lastStarts.set(server, starts.length + index));
    const offset = combinations.length;
    const places = new Map(sweep.rows.map(({ directory }, index) => [directory, offset + index]));
    starts.push(...pageStarts(sweep, places, texts));
    sweep.rows.forEach((row, index) =>
      combinations.push(pageCombination({
        sweep,
        row,
        metrics,
        levels: factors.levels[offset + index]!,
        start: lastStarts.get(row.server ?? "") ?? -1,
        texts,
      }))
    );
  }
  return {
    sweeps: sweeps.map(({ name, href }) => ({ name, href })),
    params: factors.factors,
    metrics,
    combinations,
    starts,
    effects: Object.fromEntries(
      metrics.slice(0, columns).map((metric) => [metric.key, pageEffects(rows, factors, metric)])
        .filter(([, effects]) => effects!.length > 0),
    ),
    matches: pageMatches(sweeps, metrics),
    commands: texts.commands.entries,
    files: texts.files.entries,
    logs: texts.logs.entries,
    names: [...texts.names.keys()],
    constants: factors.constants,
    columns: [...metrics.keys()].slice(0, columns),
    curves,
    pareto,
    load: factors.load,
    curveParams: factors.curveFactors,
  };
}

/** Texts that many combinations share, or nearly. */
class Texts {
  readonly commands = new TextList();
  readonly files = new TextList();
  readonly logs = new TextList();
  readonly names = new Map<string, number>();

  command(argv: readonly string[] | null): number {
    return this.commands.add(argv === null || argv.length === 0 ? null : quoteWords(argv));
  }

  name(name: string): number {
    if (name === "") return -1;
    const index = this.names.get(name) ?? this.names.size;
    this.names.set(name, index);
    return index;
  }
}

interface CombinationParts {
  readonly sweep: SweepView;
  readonly row: Row;
  readonly metrics: readonly PageMetric[];
  readonly levels: readonly number[];
  readonly start: number;
  readonly texts: Texts;
}

function pageCombination(parts: CombinationParts): PageCombination {
  const { sweep, row, metrics, levels, start, texts } = parts;
  const { combination, directory, failures } = row;
  const { serve, bench } = sweep.labels.get(directory)!;
  const keys = paramKeys(combination);
  return {
    sweep: sweep.index,
    serve: texts.name(serve),
    bench: texts.name(bench),
    directory,
    levels,
    stats: metrics.map(({ key, decimals }) => pageStats(row.metrics.get(key), decimals)),
    runs: combination.runs.map(({ run, file, logFile, benchArgv, result }) => {
      const values = runMetrics(result, keys, row.gpus);
      return {
        run,
        file: texts.files.add(file),
        log: texts.logs.add(logFile),
        command: texts.command(benchArgv),
        values: metrics.map(({ key, decimals }) =>
          rounded(values.get(key) ?? null, DIGITS, decimals)
        ),
      };
    }),
    failures: failures.map(({ run, failure }) =>
      `${run === null ? "server" : `run ${run}`}: ${failure.class}: ${failure.reason}`
    ),
    start,
  };
}

function pageMetric({ key, heading, title, unit, better, decimals }: Metric): PageMetric {
  return { key, label: heading, title, unit, better, decimals };
}

/** Null for what is not known or not finite: JSON has no infinity, and no axis either. */
function pageStats(summary: Summary | undefined, decimals: number): PageStats | null {
  if (summary === undefined || !Number.isFinite(summary.mean)) return null;
  const { mean, sd, low95, high95 } = summary;
  const half = low95 === null || high95 === null ? null : (high95 - low95) / 2;
  return [
    rounded(mean, DIGITS, decimals)!,
    rounded(sd, SPREAD_DIGITS, decimals),
    rounded(half, SPREAD_DIGITS, decimals),
  ];
}

/** With so many digits that count, or one more after the point than is shown: rounding twice must not change what is. */
function rounded(value: number | null, digits = DIGITS, decimals = 0): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  const whole = value === 0 ? 0 : Math.max(0, Math.floor(Math.log10(Math.abs(value))) + 1);
  return Number(value.toPrecision(Math.min(MOST_DIGITS, Math.max(digits, whole + decimals + 1))));
}

function pageStarts(
  view: SweepView,
  places: ReadonlyMap<string, number>,
  texts: Texts,
): PageStart[] {
  const { index, lives, experiment } = view;
  const zero = Date.parse(experiment.events[0]?.time ?? "");
  const seconds = (time: number) => Math.round(time - zero) / 1000;
  return lives.map((life) => ({
    sweep: index,
    server: lifeLabel(view, life),
    log: texts.logs.add(life.logFile),
    command: texts.command(life.argv),
    from: seconds(life.from),
    ready: life.ready === null ? null : seconds(life.ready),
    to: seconds(life.to),
    hasFailed: life.failure !== null,
    runs: life.runs.map(({ directory, run, from, to, outcome }) => ({
      from: seconds(from),
      to: seconds(to),
      combination: places.get(directory) ?? -1,
      run,
      outcome,
    })),
  }));
}

function pageEffects(
  rows: readonly Row[],
  factors: Factors,
  { key, decimals }: PageMetric,
): PageEffect[] {
  return effectsOn(rows, factors, key).map(({ factor, together, share, levels }) => ({
    param: factor,
    together,
    share: rounded(share)!,
    levels: levels.map(({ level, mean, count }) =>
      [level, rounded(mean, DIGITS, decimals)!, count] as const
    ),
  }));
}

/** The first directory is compared with each other one. */
function pageMatches(sweeps: readonly SweepView[], metrics: readonly PageMetric[]): PageMatch[] {
  const [first, ...others] = sweeps;
  if (first === undefined || others.length === 0) return [];
  const places = new Map(sweeps.flatMap(({ rows }) => rows).map((row, index) => [row, index]));
  return matchRows(first.rows, others.map(({ rows }) => rows)).map((match) => {
    const [before, ...after] = match;
    return {
      combinations: match.map((row) => row === null ? -1 : places.get(row)!),
      changes: after.map((row) => metrics.map(({ key }) => pageChange(changeOf(before, row, key)))),
    };
  });
}

function pageChange(change: Difference | null): PageChange | null {
  if (change === null) return null;
  return [rounded(change.percent)!, rounded(change.low95), rounded(change.high95)];
}
