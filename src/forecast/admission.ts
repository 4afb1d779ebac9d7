/** Whether there is still time for something: a budget that is nearly used up begins nothing that would not end within it. */
import type { Combination, ServerStart } from "../plan/plan.ts";

/** Asked before anything is begun. Each answer is the reason why not, or null. */
export interface Admission {
  /** Whether a server may be started; it needs time for one run at least. */
  refusesStart(start: ServerStart, gpus: number): string | null;
  refusesRun(start: ServerStart, combination: Combination, gpus: number): string | null;
}

/** No budget. */
export const NO_LIMIT: Admission = { refusesStart: () => null, refusesRun: () => null };
