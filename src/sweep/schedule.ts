/** What a sweep will take, and in which order its starts begin. */
import type { LimitSettings } from "../commands/serve/budget.ts";
import type { OrderSettings } from "../commands/serve/packing.ts";
import { tellsGpus } from "../engine/gpu_demand.ts";
import { type Estimate, estimatePlan } from "../forecast/estimate.ts";
import type { Expectations } from "../forecast/expected.ts";
import type { Plan, ServerStart } from "../plan/plan.ts";
import type { Packing } from "../machine/packing.ts";
import type { EtaOptions } from "../forecast/eta.ts";

/** What decides about the order. */
export interface ScheduleOptions {
  readonly order: OrderSettings;
  readonly limits: LimitSettings;
  readonly packing: Packing;
  readonly history: Expectations;
}

/** A plan in its order, with what it will take. */
export interface Schedule {
  readonly estimate: Estimate;
  /** The same starts, in the order in which they should begin. */
  readonly starts: readonly ServerStart[];
  /** How long a start will take, in ms; null where nobody knows. */
  readonly expectedMs: (start: ServerStart) => number | null;
  /** How starts take their time together. */
  readonly together: EtaOptions;
}

/** Orders what is left to do. */
export async function schedule(todo: Plan, options: ScheduleOptions): Promise<Schedule> {
  const { order, limits, packing, history } = options;
  const { capacity, machine } = packing;
  const given = estimatePlan(todo, history, { gpusOf: (start) => knownGpus(start, packing) });
  const known = new Map(given.starts.map(({ start, totalMs }) => [start, totalMs]));
  const expectedMs = (start: ServerStart) => known.get(start) ?? null;
  const isGiven = capacity.parallel === 1 && machine === null && order.priority === null;
  // Loaded only then: a dry run starts at once.
  if (isGiven) return { estimate: given, starts: todo.starts, expectedMs, together: {} };
  const { inOrder, wallMs } = await import("./side_by_side.ts");
  const starts = inOrder(todo, { order, limits, packing, expectedMs });
  const together: Required<EtaOptions> = { wallMs: (jobs) => wallMs(jobs, packing) };
  const estimate = estimatePlan({ ...todo, starts }, history, {
    gpusOf: (start) => knownGpus(start, packing),
    ...together,
  });
  return { estimate, starts, expectedMs, together };
}

/** How many GPUs a start uses; null where its command does not tell and none are shared out. */
function knownGpus(start: ServerStart, { machine, gpusOf }: Packing): number | null {
  return machine !== null || tellsGpus(start) ? gpusOf(start) : null;
}
