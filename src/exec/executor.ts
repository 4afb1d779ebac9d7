/** Carries a plan out: server starts, side by side where there is room, each with its combinations and runs. All effects are handed in. */
import type { Assignment, StartQueue } from "../machine/start_queue.ts";
import type { Failure, SweepLedger } from "../journal/event.ts";
import type { ExecuteOptions } from "./execute_options.ts";
import { FlagsGuard } from "./flags_guard.ts";
import { RunGuards } from "./run_guards.ts";
import { StartRunner } from "./start_runner.ts";
import { Stop } from "./stop.ts";
import { LedgerRecorder } from "./sweep_ledger.ts";
import { type FailedCombination, OutcomeCounts } from "./outcome_counts.ts";

/** How it ended. */
export interface Ending {
  readonly kind: "complete" | "failed" | "interrupted" | "broken";
  /** Why it did not get to the end. */
  readonly failure: Failure | null;
  /** What was thrown by something that is no server or benchmark, the file system for example: then it is "broken". */
  readonly error: unknown;
  readonly valid: number;
  readonly failed: number;
  /** Runs for which there was no time, and why. */
  readonly leftOut: number;
  readonly leftOutReason: string | null;
  readonly failedCombinations: readonly FailedCombination[];
  readonly ledger: SweepLedger;
}

/**
 * Runs the starts of a queue to the end, or to the first failure, or until it is stopped. In every case each server that was
 * started is stopped when this returns. Never throws.
 */
export async function execute(queue: StartQueue, options: ExecuteOptions): Promise<Ending> {
  const counts = new OutcomeCounts(options);
  const ledger = new LedgerRecorder(() => options.effects.now());
  // The end of one start ends the others.
  const halt = new AbortController();
  const signal = AbortSignal.any([options.signal, halt.signal]);
  const runner = new StartRunner({
    ...options,
    ...{ signal, counts, ledger, queue },
    runGuards: new RunGuards(options.guards),
    flagsGuard: new FlagsGuard(options.guards),
  });
  let cause: { readonly thrown: unknown } | null = null;
  const running = new Set<Promise<void>>();
  const begin = (assignment: Assignment) => {
    const task = runner.run(assignment).catch((thrown) => {
      if (cause === null || weight(thrown) > weight(cause.thrown)) cause = { thrown };
      // After SIGUSR1 each start finishes its own run.
      if (thrown instanceof Stop && thrown.failure === null) return;
      halt.abort(new Error("The sweep ended with the failure of another server"));
    }).finally(() => {
      queue.release(assignment);
      running.delete(task);
    });
    running.add(task);
  };
  for (;;) {
    while (cause === null && !signal.aborted) {
      const next = queue.next();
      if (next === null) break;
      begin(next);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  const { kind, failure, error } = endOf(cause, queue.isEmpty);
  const { valid, failed, leftOut, leftOutReason, failedCombinations } = counts;
  return {
    ...{ kind, failure, error, valid, failed, leftOut, leftOutReason, failedCombinations },
    ledger: ledger.summary(options.gpus),
  };
}

/** The first cause of an end counts, unless another one is worse: after SIGUSR1 a server may still fail, or the disk fill up. */
function weight(thrown: unknown): number {
  if (!(thrown instanceof Stop)) return 2;
  return thrown.failure === null ? 0 : 1;
}

function endOf(
  cause: { readonly thrown: unknown } | null,
  isDone: boolean,
): Pick<Ending, "kind" | "failure" | "error"> {
  if (cause === null) {
    return { kind: isDone ? "complete" : "interrupted", failure: null, error: null };
  }
  const { thrown } = cause;
  if (!(thrown instanceof Stop)) return { kind: "broken", failure: null, error: thrown };
  const { failure } = thrown;
  return { kind: failure === null ? "interrupted" : "failed", failure, error: null };
}
