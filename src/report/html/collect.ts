/** Everything that the page's script reads, of one or several directories. */
import { type Change, changeOf } from "../../analysis/changes.ts";
import { mainEffects } from "../../analysis/main_effects.ts";
import { paramKeys, runMetrics } from "../../analysis/rows.ts";
import type { Row } from "../../analysis/rows.ts";
import type { Summary } from "../../analysis/statistics.ts";
import { strictJson } from "../../json/python.ts";
import { CommandList } from "./command_list.ts";
import { chooseMetrics } from "./metric_choice.ts";
import type {
  PageCombination,
  PageData,
  PageEffect,
  PageMatch,
  PageMetric,
  PageStart,
  PageStats,
} from "./page_data.ts";
import { collectParams, paramPairs } from "./params.ts";
import { labelsOf, type SweepView } from "./sweep_view.ts";

/** Digits of numbers that count: more than any measurement has. */
const DIGITS = 6;

/** Collects it. */
export function collectData(sweeps: readonly SweepView[]): PageData {
  const { metrics, columns, curves, pareto } = chooseMetrics(sweeps);
  const { params, levels, load, curveParams } = collectParams(sweeps);
  const commands = new CommandList();
  const combinations: PageCombination[] = [];
  const starts: PageStart[] = [];
  for (const sweep of sweeps) {
    const lastStarts = new Map<string, number>();
    sweep.lives.forEach(({ server }, index) => lastStarts.set(server, starts.length + index));
    const places = new Map(
      sweep.rows.map(({ directory }, index) => [directory, combinations.length + index]),
    );
    starts.push(...pageStarts(sweep, places, commands));
    sweep.rows.forEach((row, index) =>
      combinations.push(pageCombination({
        sweep: sweep.index,
        row,
        metrics,
        levels: levels[sweep.index]![index]!,
        start: lastStarts.get(row.server ?? "") ?? -1,
        commands,
      }))
    );
  }
  return {
    sweeps: sweeps.map(({ name, href }) => ({ name, href })),
    params,
    metrics,
    combinations,
    starts,
    effects: Object.fromEntries(
      metrics.slice(0, columns).map(({ key }, index) => [key, effectsOn(index, combinations)])
        .filter(([, effects]) => effects!.length > 0),
    ),
    matches: matchesOf(sweeps, metrics),
    commands: commands.entries,
    columns: [...metrics.keys()].slice(0, columns),
    curves,
    pareto,
    load,
    curveParams,
  };
}

interface CombinationParts {
  readonly sweep: number;
  readonly row: Row;
  readonly metrics: readonly PageMetric[];
  readonly levels: readonly number[];
  readonly start: number;
  readonly commands: CommandList;
}

function pageCombination(parts: CombinationParts): PageCombination {
  const { sweep, row, metrics, levels, start, commands } = parts;
  const { combination, directory, failures } = row;
  const { serveParams, benchParams, runs } = combination;
  const keys = paramKeys(combination);
  return {
    sweep,
    ...labelsOf(directory),
    directory,
    levels,
    params: paramPairs([serveParams, benchParams]),
    stats: metrics.map(({ key }) => pageStats(row.metrics.get(key))),
    runs: runs.map(({ run, file, logFile, benchArgv, result }) => {
      const values = runMetrics(result, keys, row.gpus);
      return {
        run,
        file,
        log: logFile,
        command: commands.add(benchArgv),
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
  return [rounded(mean)!, rounded(sd), rounded(low95), rounded(high95)];
}

function rounded(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(DIGITS));
}

function pageStarts(
  { index, lives, experiment }: SweepView,
  places: ReadonlyMap<string, number>,
  commands: CommandList,
): PageStart[] {
  const zero = Date.parse(experiment.events[0]?.time ?? "");
  const seconds = (time: number) => Math.round(time - zero) / 1000;
  return lives.map(({ server, argv, logFile, from, ready, to, hasFailed, runs }) => ({
    sweep: index,
    server: labelsOf(server).label,
    log: logFile,
    command: commands.add(argv),
    from: seconds(from),
    ready: ready === null ? null : seconds(ready),
    to: seconds(to),
    hasFailed,
    runs: runs.map(({ directory, run, from, to, outcome }) => ({
      from: seconds(from),
      to: seconds(to),
      combination: places.get(directory) ?? -1,
      run,
      outcome,
    })),
  }));
}

function effectsOn(metric: number, combinations: readonly PageCombination[]): PageEffect[] {
  const observations = combinations.flatMap(({ levels, stats }) => {
    const found = stats[metric];
    return found ? [{ levels, response: found[0] }] : [];
  });
  return mainEffects(observations).map(({ factor, share, levels }) => ({
    param: factor,
    share: rounded(share)!,
    levels: levels.toSorted((a, b) => a.level - b.level)
      .map(({ level, mean, count }) => [level, rounded(mean)!, count] as const),
  }));
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
        metrics.map(({ key }) => {
          const before = row.metrics.get(key);
          const after = other?.row.metrics.get(key);
          return before === undefined || after === undefined
            ? null
            : pageChange(changeOf(before, after));
        })
      ),
    }];
  });
}

function pageChange(change: Change | null) {
  if (change === null) return null;
  const { percent, low95, high95 } = change;
  return [rounded(percent)!, rounded(low95), rounded(high95)] as const;
}

/** Parameters without regard to their order. */
function keyOf({ combination: { serveParams, benchParams } }: Row): string {
  return [serveParams, benchParams].map((set) =>
    strictJson(new Map([...set].sort(([a], [b]) => a < b ? -1 : 1)))
  ).join("\n");
}
