/** The world of a benchmark, handed in. */
export interface BenchIo {
  /** Writes text to the standard output. */
  out(text: string): void;
  /** Writes text to the standard error. */
  err(text: string): void;
  /** Writes over its line on the standard error. @default {err} */
  draw?(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the benchmark. */
  readonly signal: AbortSignal;
  /** The standard error is a terminal: progress may be shown. @default {false} */
  readonly isTerminal?: boolean;
}
