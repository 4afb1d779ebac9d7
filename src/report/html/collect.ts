/** Everything that the page's script reads, of one or several directories. */
import { difference } from "../../analysis/difference.ts";
import { mainEffects } from "../../analysis/main_effects.ts";
import { paramKeys, runMetrics } from "../../analysis/rows.ts";
import type { Row } from "../../analysis/rows.ts";
import type { Summary } from "../../analysis/statistics.ts";
import { strictJson } from "../../json/python.ts";
import { quoteWords } from "../../spec/shell_words.ts";

import { chooseMetrics } from "./metric_choice.ts";
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
import { collectParams } from "./params.ts";
import { lifeLabel, type SweepView } from "./sweep_view.ts";
import { TextList } from "./text_list.ts";

/** Digits of numbers that count: more than any measurement has, and those of a spread. */
const DIGITS = 6;
const SPREAD_DIGITS = 4;

/** Collects it. */
export function collectData(sweeps: readonly SweepView[]): PageData {
  const { metrics, columns, curves, pareto } = chooseMetrics(sweeps);
  const { params, levels, load, curveParams, constants } = collectParams(sweeps);
  const texts = new Texts();
  const combinations: PageCombination[] = [];
  const starts: PageStart[] = [];
  for (const sweep of sweeps) {
    const lastStarts = new Map<string, number>();
    sweep.lives.forEach(({ server }, index) => lastStarts.set(server, starts.length + index));
    const places = new Map(
      sweep.rows.map(({ directory }, index) => [directory, combinations.length + index]),
    );
    starts.push(...pageStarts(sweep, places, texts));
    sweep.rows.forEach((row, index) =>
      combinations.push(pageCombination({
        sweep,
        row,
        metrics,
        levels: levels[sweep.index]![index]!,
        start: lastStarts.get(row.server ?? "") ?? -1,
        texts,
      }))
    );
  }
  const aliases = aliasesOf(combinations);
  return {
    sweeps: sweeps.map(({ name, href }) => ({ name, href })),
    params,
    metrics,
    combinations,
    starts,
    effects: Object.fromEntries(
      metrics.slice(0, columns).map((
        { key },
        index,
      ) => [key, effectsOn(index, combinations, aliases)])
        .filter(([, effects]) => effects!.length > 0),
    ),
    matches: matchesOf(sweeps, metrics),
    commands: texts.commands.entries,
    files: texts.files.entries,
    logs: texts.logs.entries,
    names: [...texts.names.keys()],
    constants,
    columns: [...metrics.keys()].slice(0, columns),
    curves,
    pareto,
    load,
    curveParams,
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
    stats: metrics.map(({ key }) => pageStats(row.metrics.get(key))),
    runs: combination.runs.map(({ run, file, logFile, benchArgv, result }) => {
      const values = runMetrics(result, keys, row.gpus);
      return {
        run,
        file: texts.files.add(file),
        log: texts.logs.add(logFile),
        command: texts.command(benchArgv),
        values: metrics.map(({ key }) => rounded(values.get(key) ?? null)),
      };
    }),
    failures: failures.map(({ run, failure }) =>
      `${run === null ? "server" : `run ${run}`}: ${failure.class}: ${failure.reason}`
    ),
    start,
  };
}

/** Null for what is not known or not finite: JSON has no infinity, and no axis either. */
function pageStats(summary: Summary | undefined): PageStats | null {
  if (summary === undefined || !Number.isFinite(summary.mean)) return null;
  const { mean, sd, low95, high95 } = summary;
  const half = low95 === null || high95 === null ? null : (high95 - low95) / 2;
  return [rounded(mean)!, rounded(sd, SPREAD_DIGITS), rounded(half, SPREAD_DIGITS)];
}

function rounded(value: number | null, digits = DIGITS): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(digits));
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

function effectsOn(
  metric: number,
  combinations: readonly PageCombination[],
  aliases: ReadonlyMap<number, readonly number[]>,
): PageEffect[] {
  const observations = combinations.flatMap(({ levels, stats }) => {
    const found = stats[metric];
    return found ? [{ levels, response: found[0] }] : [];
  });
  return mainEffects(observations).filter(({ factor }) => aliases.has(factor)).map((
    { factor, share, levels },
  ) => ({
    param: factor,
    together: aliases.get(factor)!,
    share: rounded(share)!,
    levels: levels.toSorted((a, b) => a.level - b.level)
      .map(({ level, mean, count }) => [level, rounded(mean)!, count] as const),
  }));
}

/** Parameters by which the combinations fall into different groups, each with the others that make the same groups. */
function aliasesOf(combinations: readonly PageCombination[]): Map<number, number[]> {
  const aliases = new Map<number, number[]>();
  const firsts = new Map<string, number>();
  for (const param of combinations[0]?.levels.keys() ?? []) {
    const groups = new Map<number, number>();
    const pattern = combinations.map(({ levels }) => {
      const level = levels[param]!;
      groups.set(level, groups.get(level) ?? groups.size);
      return groups.get(level)!;
    }).join();
    const first = firsts.get(pattern) ?? param;
    firsts.set(pattern, first);
    if (first === param) aliases.set(param, []);
    else aliases.get(first)!.push(param);
  }
  return aliases;
}

/** Combinations that several directories have, by their parameters; the first directory is compared with each other one. */
function matchesOf(sweeps: readonly SweepView[], metrics: readonly PageMetric[]): PageMatch[] {
  const [first, ...others] = sweeps;
  if (first === undefined || others.length === 0) return [];
  const offsets = sweeps.map((_, index) =>
    sweeps.slice(0, index).reduce((sum, { rows }) => sum + rows.length, 0)
  );
  const tables = others.map(({ rows }) =>
    new Map(rows.map((row, at) => [keyOf(row), { row, at }]))
  );
  return first.rows.flatMap((row, at) => {
    const found = tables.map((table) => table.get(keyOf(row)));
    if (found.every((other) => other === undefined)) return [];
    return [{
      combinations: [
        at,
        ...found.map((other, index) => other === undefined ? -1 : offsets[index + 1]! + other.at),
      ],
      changes: found.map((other) =>
        other === undefined ? metrics.map(() => null) : changesOf(row, other.row, metrics)
      ),
    }];
  });
}

function changesOf(before: Row, after: Row, metrics: readonly PageMetric[]) {
  const [first, second] = [before, after].map(valuesOf);
  return metrics.map(({ key }): PageChange | null => {
    const [from = [], to = []] = [first!.get(key), second!.get(key)];
    // A percentage of nothing, or of what has no end, says nothing.
    const isKnown = from.length > 0 && to.length > 0 && [...from, ...to].every(Number.isFinite) &&
      before.metrics.get(key)!.mean !== 0;
    if (!isKnown) return null;
    const { percent, low95, high95 } = difference(from, to);
    return [rounded(percent)!, rounded(low95), rounded(high95)];
  });
}

/** The values of each metric over the runs. */
function valuesOf({ combination, gpus }: Row): Map<string, number[]> {
  const keys = paramKeys(combination);
  const values = new Map<string, number[]>();
  for (const { result } of combination.runs) {
    for (const [key, value] of runMetrics(result, keys, gpus)) {
      values.set(key, [...values.get(key) ?? [], value]);
    }
  }
  return values;
}

/** Parameters without regard to their order. */
function keyOf({ combination: { serveParams, benchParams } }: Row): string {
  return [serveParams, benchParams].map((set) =>
    strictJson(new Map([...set].sort(([a], [b]) => a < b ? -1 : 1)))
  ).join("\n");
}
