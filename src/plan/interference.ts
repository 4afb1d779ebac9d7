/** Does it matter that servers run side by side? One combination alone, then on a machine full of copies of it. */
import type { Combination, Plan, ServerStart } from "./plan.ts";

/** The two plans of the check; they are carried out one after the other. */
export interface InterferencePlans {
  readonly alone: Plan;
  readonly packed: Plan;
}

/** Name of the measurement without others. */
export const ALONE = "alone";

/**
 * Plans the check: the first combination of a plan with all its repetitions, alone and in so many copies side by side. Their
 * directories are `alone`, `packed-1`, `packed-2` ...; null if the plan is empty.
 */
export function interferencePlans({ starts }: Plan, copies: number): InterferencePlans | null {
  const [start] = starts;
  const [combination] = start?.combinations ?? [];
  if (start === undefined || combination === undefined) return null;
  const copy = (name: string): ServerStart => only(start, combination, name);
  return {
    alone: { starts: [copy(ALONE)] },
    packed: { starts: Array.from({ length: copies }, (_, n) => copy(`packed-${n + 1}`)) },
  };
}

function only(start: ServerStart, combination: Combination, name: string): ServerStart {
  return { ...start, name, round: 0, combinations: [{ ...combination, directory: name }] };
}
