/** What the executor is handed. */
import type { Admission } from "../forecast/admission.ts";
import type { GuardSettings } from "../guards/settings.ts";
import type { Policy, ResultOf } from "../plan/policy.ts";
import type { EventBody } from "../journal/event.ts";
import type { Effects } from "./effects.ts";
import type { GiveUpRules } from "./outcome_counts.ts";

/** How a sweep is run. */
export interface ExecuteOptions extends GiveUpRules {
  readonly effects: Effects;
  /** Records an event: on return it is on disk. */
  readonly emit: (event: EventBody) => void;
  readonly policy: Policy;
  /** What earlier sessions stored; a policy that uses results is told of it. */
  readonly resultOf: ResultOf;
  readonly admission: Admission;
  /** A failed run or server start is recorded and the sweep goes on. */
  readonly continueOnError: boolean;
  /** How often a run or server start is tried again after a failure that may pass. */
  readonly retries: number;
  /** What is asked of a run besides its result. */
  readonly guards: GuardSettings;
  /** GPUs that are shared out; 0 where none are. */
  readonly gpus: number;
  /** Stops everything now. Its reason says why. */
  readonly signal: AbortSignal;
  /** Lets the current runs finish, then stops. */
  readonly drain: AbortSignal;
}
