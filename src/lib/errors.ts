/** Errors that reach the user, and the exit code of each. Their texts are written for the user: action, value, remedy. */

/** Exit codes of servesweep. A stop by signal n ends with 128 + n. */
export const EXIT = {
  /** Every planned run is valid. */
  ok: 0,
  /** The sweep failed. */
  failed: 1,
  /** Usage or bad input; nothing was started. */
  usage: 2,
  /** Finished, but some combinations failed. */
  partial: 3,
  /** Another sweep holds the lock. */
  locked: 4,
  /** Stopped by a budget or deadline. */
  budget: 5,
  /** The disk is full or not writable. */
  disk: 6,
} as const;

/** An error whose message is for the user: printed without a stack trace. */
export class ServesweepError extends Error {
  override name = "ServesweepError";

  /** @param exitCode What the process ends with if nobody catches the error. */
  constructor(message: string, readonly exitCode: number = EXIT.failed, options?: ErrorOptions) {
    super(message, options);
  }

  /** What is written to standard error. */
  get shown(): string {
    return `servesweep: ${this.message}`;
  }
}

/** Bad command line or bad input file. Nothing has been started or written. Exit code 2. */
export class UsageError extends ServesweepError {
  override name = "UsageError";

  constructor(message: string, options?: ErrorOptions) {
    super(message, EXIT.usage, options);
  }
}

/** A mistake on the command line of a command that stands in for another program, told as that program does. */
export class MistakenCommand extends UsageError {
  override name = "MistakenCommand";
  readonly #shown: string;

  /** @param shown What is written to standard error. */
  constructor(message: string, shown: string, options?: ErrorOptions) {
    super(message, options);
    this.#shown = shown;
  }

  override get shown(): string {
    return this.#shown;
  }
}
