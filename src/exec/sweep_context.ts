/** What all server starts of a sweep share while it runs. */
import type { StartQueue } from "../machine/start_queue.ts";
import type { ExecuteOptions } from "./execute_options.ts";
import type { FlagsGuard } from "./flags_guard.ts";
import type { LedgerRecorder } from "./sweep_ledger.ts";
import type { RunGuards } from "./run_guards.ts";
import type { OutcomeCounts } from "./outcome_counts.ts";

/** The options of the sweep, and what is counted over all of it. */
export interface SweepContext extends ExecuteOptions {
  readonly counts: OutcomeCounts;
  readonly ledger: LedgerRecorder;
  readonly runGuards: RunGuards;
  readonly flagsGuard: FlagsGuard;
  readonly queue: StartQueue;
}
