/** The starts of a sweep in the order in which they should begin. */
import type { ServeCommand } from "../commands/serve.ts";
import { type Estimate, estimatePlan } from "../plan/estimate.ts";
import type { Expectations } from "../plan/expected.ts";
import type { Plan, ServerStart } from "../plan/plan.ts";
import { ordered, soonest } from "../plan/priority.ts";
import { planSize } from "../plan/remaining.ts";
import { simulate, type TimedStart } from "../plan/simulate.ts";
import { StartQueue } from "../plan/start_queue.ts";
import type { Packing } from "./packing.ts";

/** A start with what it is assumed to take. */
interface Assumed extends TimedStart {
  readonly start: ServerStart;
  /** Null where that is only assumed. */
  readonly knownMs: number | null;
}

/** What decides about the order. */
export interface QueueOptions {
  readonly command: ServeCommand;
  readonly packing: Packing;
  readonly book: Expectations;
}

/** A plan in its order, with what it will take. */
export interface Schedule {
  readonly estimate: Estimate;
  /** The same starts, in the order in which they should begin. */
  readonly starts: readonly ServerStart[];
  readonly queue: () => StartQueue;
  /** How long starts take together, packed as they will be. */
  readonly wallMs: (
    jobs: readonly { readonly start: ServerStart; readonly totalMs: number }[],
  ) => number;
}

/** Orders what is left to do. */
export function schedule(todo: Plan, { command, packing, book }: QueueOptions): Schedule {
  const { capacity, gpusOf, place, machine } = packing;
  const known = new Map<ServerStart, number | null>();
  for (const { start, totalMs } of estimatePlan(todo, book).starts) known.set(start, totalMs);
  const inOrder = prioritised(assumedStarts(todo, known, gpusOf), command, packing);
  const starts = inOrder.map(({ start }) => start);
  const wallMs: Schedule["wallMs"] = (jobs) =>
    simulate(
      jobs.map(({ start, totalMs }) => ({
        name: start.name,
        gpus: gpusOf(start),
        expectedMs: totalMs,
      })),
      capacity,
    ).wallMs;
  const estimate = estimatePlan({ starts }, book, {
    gpusOf: (start) => machine === null ? null : gpusOf(start),
    wallMs,
  });
  const queue = () =>
    new StartQueue(starts, {
      ...{ capacity, gpusOf, place },
      gpus: machine?.gpus.map(({ id }) => id) ?? [],
      expectedMs: (start) => known.get(start) ?? null,
      now: () => performance.now(),
    });
  return { estimate, starts, queue, wallMs };
}

/** Starts of which nothing is known take as long for each run as the others, or where nothing is known at all, one for each. */
function assumedStarts(
  todo: Plan,
  known: ReadonlyMap<ServerStart, number | null>,
  gpusOf: (start: ServerStart) => number,
): Assumed[] {
  const runsOf = (start: ServerStart) => planSize({ starts: [start] }).runs;
  const measured = todo.starts.filter((start) => known.get(start) !== null);
  const ms = measured.reduce((sum, start) => sum + known.get(start)!, 0);
  const runs = measured.reduce((sum, start) => sum + runsOf(start), 0);
  const msPerRun = runs > 0 && ms > 0 ? ms / runs : 1;
  return todo.starts.map((start) => {
    const knownMs = known.get(start) ?? null;
    const expectedMs = knownMs ?? runsOf(start) * msPerRun;
    return { start, name: start.name, gpus: gpusOf(start), expectedMs, knownMs };
  });
}

function prioritised(
  starts: Assumed[],
  { priority, until, budgetMs, gpuBudgetMs }: ServeCommand,
  { capacity }: Packing,
): Assumed[] {
  if (priority !== null) return ordered(starts, priority);
  const hasBudget = until !== null || budgetMs !== null || gpuBudgetMs !== null;
  // With a budget the order says what is most wanted.
  return capacity.parallel === 1 || hasBudget ? starts : soonest(starts, capacity);
}
