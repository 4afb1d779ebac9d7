/**
 * What the numbers say: which settings are best and how sure that is. Values computed from rows; the terminal, the exports and
 * the page only put them into words.
 */
import type { FailureClass } from "../journal/event.ts";
import { meanDirection } from "./difference.ts";
import { type Effect, effectsOn } from "./effects.ts";
import { type Factor, factorsOf } from "./factors.ts";
import { headlineMetric } from "./metric_choice.ts";
import { type Metric, metricOf } from "./metrics.ts";
import { paretoFrontier } from "./pareto.ts";
import { isLevel, type Ranked, rankRows } from "./ranking.ts";
import type { Row } from "./rows.ts";
import type { Summary } from "./statistics.ts";

/** What somebody may want most. */
export type Goal = "throughput" | "first-token" | "per-token";

/** The metrics of the goals: the first that was measured counts. */
const GOALS: readonly (readonly [goal: Goal, keys: readonly string[]])[] = [
  ["throughput", ["output_throughput", "request_throughput"]],
  ["first-token", ["mean_ttft_ms"]],
  ["per-token", ["mean_tpot_ms"]],
];

/** Goals whose strongest parameter is named. */
const EFFECT_GOALS: readonly Goal[] = ["throughput", "first-token"];

/** All answers. */
export interface Answers {
  /** One for each goal that was measured. */
  readonly best: readonly Best[];
  /** Null where tokens of users and GPUs are not known. */
  readonly compromise: Compromise | null;
  /** One for each goal on which several parameters have an effect. */
  readonly strongest: readonly Strongest[];
  /** Null if nothing was measured. */
  readonly sureness: Sureness | null;
  readonly coverage: Coverage;
}

/** The combination with the best mean of a metric. */
export interface Best extends Ranked {
  readonly goal: Goal;
  readonly metric: Metric;
  readonly lead: Lead;
}

/** How the best stands to the others. */
export type Lead =
  /** There is no other. */
  | { readonly kind: "alone" }
  /** Others have the same mean. */
  | { readonly kind: "level"; readonly others: readonly Ranked[] }
  /**
   * Against the next: `clear` if the 95 % interval of their difference (Welch's) leaves out 0, `unknown` where single runs do not
   * tell.
   */
  | { readonly kind: "clear" | "unclear" | "unknown"; readonly next: Ranked };

/** The combination of the Pareto frontier that is good in both of its quantities. */
export interface Compromise {
  readonly row: Row;
  /** Output tokens per second of each user and of each GPU. */
  readonly perUser: Summary;
  readonly perGpu: Summary;
  /** Combinations that no other beats in both, by rising tokens of each user. */
  readonly frontier: readonly Row[];
}

/** The parameter with the largest main effect on a metric. */
export interface Strongest {
  readonly metric: Metric;
  readonly effect: Effect;
  /** It and those that change whenever it does. */
  readonly factors: readonly Factor[];
}

/** How far the numbers can be trusted. */
export interface Sureness {
  /** The metric whose spread is told. */
  readonly metric: Metric;
  /** Fewest and most valid runs of the combinations that have any. */
  readonly runs: readonly [fewest: number, most: number];
  /** How many combinations have a valid run, and how many there are. */
  readonly measured: number;
  readonly combinations: number;
  /** Combinations with the median and the largest sample standard deviation relative to the mean; null for single runs. */
  readonly median: Ranked | null;
  readonly widest: Ranked | null;
}

/** What there is of what was asked for. */
export interface Coverage {
  readonly validRuns: number;
  readonly plannedRuns: number;
  readonly combinations: number;
  /** Combinations without a valid run. */
  readonly unmeasured: number;
  readonly failures: number;
  /** Classes of failures, the most frequent first. */
  readonly classes: readonly (readonly [name: FailureClass, count: number])[];
}

/** Computes them. Rows may come from several directories: they compete with one another. */
export function answersOf(rows: readonly Row[]): Answers {
  const factors = factorsOf(rows);
  return {
    best: GOALS.flatMap(([goal]) => bestFor(rows, goal) ?? []),
    compromise: compromiseOf(rows),
    strongest: EFFECT_GOALS.flatMap((goal) => {
      const metric = metricFor(rows, goal);
      const [effect, ...others] = metric === null ? [] : effectsOn(rows, factors, metric.key);
      if (metric === null || effect === undefined || others.length === 0) return [];
      const indices = [effect.factor, ...effect.together];
      return [{ metric, effect, factors: indices.map((index) => factors.factors[index]!) }];
    }),
    sureness: surenessOf(rows),
    coverage: coverageOf(rows),
  };
}

/** The best of some rows for a goal, which may also be those of one load; null if no row has its metric. */
export function bestFor(rows: readonly Row[], goal: Goal): Best | null {
  const metric = metricFor(rows, goal);
  const [first, ...others] = metric === null ? [] : rankRows(rows, metric);
  if (metric === null || first === undefined) return null;
  return { goal, metric, ...first, lead: leadOf(first, others, metric) };
}

function metricFor(rows: readonly Row[], goal: Goal): Metric | null {
  const keys = GOALS.find(([name]) => name === goal)![1];
  const key = keys.find((key) => rows.some(({ metrics }) => metrics.has(key)));
  return key === undefined ? null : metricOf(key);
}

function leadOf(first: Ranked, others: readonly Ranked[], { better }: Metric): Lead {
  const [next] = others;
  if (next === undefined) return { kind: "alone" };
  const level = others.filter((other) => isLevel(other, first));
  if (level.length > 0) return { kind: "level", others: level };
  const direction = meanDirection(next.summary, first.summary);
  if (direction === null) return { kind: "unknown", next };
  return { kind: direction === better ? "clear" : "unclear", next };
}

/**
 * The point of the frontier with the largest product of both coordinates: the Nash bargaining solution with nothing as the
 * point of disagreement (J. F. Nash, "The Bargaining Problem", Econometrica 18, 1950). It does not depend on units.
 */
function compromiseOf(rows: readonly Row[]): Compromise | null {
  const points = rows.flatMap((row) => {
    const perUser = row.metrics.get("tokens_per_s_per_user");
    const perGpu = row.metrics.get("tokens_per_s_per_gpu");
    const isKnown = Number.isFinite(perUser?.mean) && Number.isFinite(perGpu?.mean);
    return isKnown ? [{ row, perUser: perUser!, perGpu: perGpu! }] : [];
  });
  const frontier = paretoFrontier(points, (p) => p.perUser.mean, (p) => p.perGpu.mean);
  const product = ({ perUser, perGpu }: typeof points[number]) => perUser.mean * perGpu.mean;
  const [first] = frontier.toSorted((a, b) => product(b) - product(a));
  return first === undefined ? null : { ...first, frontier: frontier.map(({ row }) => row) };
}

function surenessOf(rows: readonly Row[]): Sureness | null {
  const metric = headlineMetric(rows);
  const ranked = metric === null ? [] : rankRows(rows, metric);
  if (metric === null || ranked.length === 0) return null;
  const counts = rows.map(({ runs }) => runs).filter((count) => count > 0);
  const spreads = ranked.flatMap((each) => {
    const { mean, sd } = each.summary;
    return sd === null || mean === 0 ? [] : [{ each, share: sd / Math.abs(mean) }];
  }).sort((a, b) => a.share - b.share);
  return {
    metric,
    runs: [Math.min(...counts), Math.max(...counts)],
    measured: counts.length,
    combinations: rows.length,
    median: spreads[Math.floor((spreads.length - 1) / 2)]?.each ?? null,
    widest: spreads.at(-1)?.each ?? null,
  };
}

function coverageOf(rows: readonly Row[]): Coverage {
  const failures = rows.flatMap((row) => row.failures);
  const classes = Map.groupBy(failures, ({ failure }) => failure.class);
  return {
    validRuns: rows.reduce((sum, { runs }) => sum + runs, 0),
    plannedRuns: rows.reduce(
      (sum, { runs, combination: { plannedRuns } }) => sum + Math.max(plannedRuns ?? 0, runs),
      0,
    ),
    combinations: rows.length,
    unmeasured: rows.filter(({ runs }) => runs === 0).length,
    failures: failures.length,
    classes: [...classes].map(([name, members]) => [name, members.length] as const)
      .sort(([, a], [, b]) => b - a),
  };
}
