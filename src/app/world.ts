/** What a command has of the process that it runs in. */
import type { Signals } from "../terminal/signals.ts";
import type { Io } from "../terminal/terminal.ts";

/** The process. */
export interface World {
  /** Its arguments. */
  readonly argv: readonly string[];
  readonly io: Io;
  readonly signals: Signals;
}
