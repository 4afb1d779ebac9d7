/** Does it matter that servers run side by side? One combination alone, then on a machine full of copies of it. */
import type { Packing } from "../machine/packing.ts";
import type { Combination, Plan, ServerStart } from "./plan.ts";
import { FIXED } from "./policy_data.ts";
import { startId } from "./start_id.ts";

/** What is measured in both ways. */
export interface InterferenceSubject {
  readonly start: ServerStart;
  readonly combination: Combination;
  /** How many of it fit side by side: two at least. */
  readonly copies: number;
}

/** The two plans of the check; they run one after the other. */
export interface InterferencePlans {
  readonly alone: Plan;
  readonly packed: Plan;
}

/** Name of the measurement without others. */
export const ALONE = "alone";

/** The first combination of a plan of whose server two fit side by side; null if there is none. */
export function interferenceSubject(
  { starts }: Plan,
  { capacity: { gpus, parallel }, gpusOf }: Pick<Packing, "capacity" | "gpusOf">,
): InterferenceSubject | null {
  for (const start of starts) {
    const room = gpus === null ? Infinity : Math.floor(gpus / gpusOf(start));
    const copies = Math.min(parallel, room);
    const [combination] = start.combinations;
    if (copies >= 2 && combination !== undefined) return { start, combination, copies };
  }
  return null;
}

/** How often the combinations of a plan are measured. */
export function repetitionsOf({ starts }: Plan): number {
  let most = 0;
  for (const { combinations } of starts) {
    for (const { runs } of combinations) for (const run of runs) most = Math.max(most, run + 1);
  }
  return most;
}

/**
 * Plans the check: the combination alone and in copies side by side. Their directories are `alone`, `packed-1`, `packed-2` ...
 *
 * @param numRuns Repetitions, however many of them the sweep has still to do, and in how many rounds.
 */
export function interferencePlans(
  { start, combination, copies }: InterferenceSubject,
  numRuns: number,
): InterferencePlans {
  const runs = Array.from({ length: numRuns }, (_, run) => run);
  const copy = (name: string): ServerStart => only(start, { ...combination, runs }, name);
  return {
    alone: { policy: FIXED, starts: [copy(ALONE)] },
    packed: {
      policy: FIXED,
      starts: Array.from({ length: copies }, (_, n) => copy(`packed-${n + 1}`)),
    },
  };
}

function only(start: ServerStart, combination: Combination, name: string): ServerStart {
  return {
    ...start,
    id: startId(name, 0),
    name,
    round: 0,
    combinations: [{ ...combination, directory: name }],
  };
}
