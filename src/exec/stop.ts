/** The end of a sweep before its time. */
import type { Failure } from "../journal/event.ts";
import type { ExecuteOptions } from "./execute_options.ts";
import { RunFailure } from "./failure.ts";

/** Thrown to end the sweep; with a failure if that is why. */
export class Stop extends Error {
  constructor(readonly failure: Failure | null) {
    super("stop");
  }
}

/** To be called before anything is begun. @throws {Stop} If the sweep is to end. */
export function stopIfAsked({ signal, drain }: Pick<ExecuteOptions, "signal" | "drain">): void {
  if (signal.aborted || drain.aborted) throw new Stop(null);
}

/**
 * The failure in what was thrown.
 *
 * @throws {Stop} If it was thrown because the sweep is to end.
 * @throws The error itself, if it is no failure of a server or benchmark.
 */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (error instanceof RunFailure) {
    if (signal.aborted) throw new Stop(null);
    return error.failure;
  }
  if (signal.aborted && error === signal.reason) throw new Stop(null);
  throw error;
}

/**
 * After a failure for good.
 *
 * @param end Why the sweep should end although it goes on after failures; null if it should not.
 * @throws {Stop} If it ends.
 */
export function goOnOrStop(
  failure: Failure,
  end: Failure | null,
  { continueOnError }: Pick<ExecuteOptions, "continueOnError">,
): void {
  if (!continueOnError) throw new Stop(failure);
  if (end !== null) throw new Stop(end);
}
