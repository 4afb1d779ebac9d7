/** What was asked of the guards. */
import type { Guard } from "../journal/verdict.ts";
import type { CacheState } from "./expectation.ts";

export { type Guard, GUARDS } from "../journal/verdict.ts";

/** Which guards watch, and what follows from what they prove. */
export interface GuardSettings {
  readonly guards: ReadonlySet<Guard>;
  /** Those that never void a run. */
  readonly warnOnly: ReadonlySet<Guard>;
  /** State of the prefix cache at the beginning of a run; null: cold where it is reset between runs, else any. */
  readonly expectCache: CacheState | null;
}

/** Nobody watches: nothing is asked of a server. */
export const NO_GUARDS: GuardSettings = {
  guards: new Set(),
  warnOnly: new Set(),
  expectCache: null,
};
