/** The order of starts that run side by side, or by a priority, and how long they take together. */
import type { LimitSettings } from "../commands/serve/budget.ts";
import type { OrderSettings } from "../commands/serve/packing.ts";
import type { Plan, ServerStart } from "../plan/plan.ts";
import { ordered, soonest } from "../machine/priority.ts";
import { planSize } from "../plan/remaining.ts";
import { simulate, type TimedStart } from "../machine/simulate.ts";
import type { Packing } from "../machine/packing.ts";

/** What decides about the order. */
export interface OrderOptions {
  readonly order: OrderSettings;
  readonly limits: LimitSettings;
  readonly packing: Packing;
  /** Null where nobody knows. */
  readonly expectedMs: (start: ServerStart) => number | null;
}

interface Assumed extends TimedStart {
  readonly start: ServerStart;
}

/** The starts of a plan in the order in which they should begin; with several rounds one round after the other. */
export function inOrder(todo: Plan, options: OrderOptions): ServerStart[] {
  const { order: { priority }, limits, packing: { capacity } } = options;
  const { until, budgetMs, gpuBudgetMs } = limits;
  const starts = assumedStarts(todo, options);
  const hasBudget = until !== null || budgetMs !== null || gpuBudgetMs !== null;
  // With a budget the given order says what is most wanted.
  const isGiven = capacity.parallel === 1 || hasBudget;
  // Rounds stay rounds: else all starts of one set would come first, and drift would hit the sets one after the other.
  const rounds = [...Map.groupBy(starts, ({ start }) => start.round).values()];
  return rounds.flatMap((round) =>
    priority !== null ? ordered(round, priority) : isGiven ? round : soonest(round, capacity)
  ).map(({ start }) => start);
}

/** How long starts take together that begin in this order. */
export function wallMs(
  jobs: readonly { readonly start: ServerStart; readonly totalMs: number }[],
  { capacity, gpusOf }: Packing,
): number {
  const starts = jobs.map(({ start, totalMs }) => ({
    name: start.name,
    gpus: gpusOf(start),
    expectedMs: totalMs,
  }));
  return simulate(starts, capacity).wallMs;
}

/** Starts of which nothing is known take as long for each run as the others, or where nothing is known at all, one for each. */
function assumedStarts(todo: Plan, { packing: { gpusOf }, expectedMs }: OrderOptions): Assumed[] {
  const runsOf = (start: ServerStart) => planSize({ ...todo, starts: [start] }).runs;
  const measured = todo.starts.filter((start) => expectedMs(start) !== null);
  const ms = measured.reduce((sum, start) => sum + expectedMs(start)!, 0);
  const runs = measured.reduce((sum, start) => sum + runsOf(start), 0);
  const msPerRun = runs > 0 && ms > 0 ? ms / runs : 1;
  return todo.starts.map((start) => ({
    start,
    name: start.name,
    gpus: gpusOf(start),
    expectedMs: expectedMs(start) ?? runsOf(start) * msPerRun,
  }));
}
