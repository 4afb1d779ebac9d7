/** The end of a sweep before its time. */
import type { Failure } from "../record.ts";

/** Thrown to end the sweep; with a failure if that is why. */
export class Stop extends Error {
  constructor(readonly failure: Failure | null) {
    super("stop");
  }
}
