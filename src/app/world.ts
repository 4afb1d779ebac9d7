import type { Signals } from "../terminal/signals.ts";
import type { Io } from "../terminal/terminal.ts";

/** What a command has of the process that it runs in. */
export interface World {
  /** The words after the program's name. */
  readonly argv: readonly string[];
  readonly io: Io;
  readonly signals: Signals;
}
