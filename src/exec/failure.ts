/** A failure of a server or of a command after a run: an event to record, not a fault of ours. */
import type { Failure } from "../journal/event.ts";

/** Thrown when something that was measured or needed for it failed. */
export class RunFailure extends Error {
  override name = "RunFailure";

  constructor(readonly failure: Failure) {
    super(failure.reason);
  }
}

/** A text for how a process ended: `exit code 1`, `signal SIGKILL`. */
export function exitText({ code, signal }: { code: number; signal: string | null }): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}
