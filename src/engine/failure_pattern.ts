/** How a failure looks in a log. */

/** Kinds of failures. What they mean for a retry is in src/result/failure_class.ts. */
export const FAILURE_CLASSES = [
  /** The GPU has too little memory for what was asked. */
  "gpu-out-of-memory",
  /** The machine has too little memory; the kernel may have ended a process for it. */
  "host-out-of-memory",
  /** A flag, or the value of one, that the program does not take. */
  "bad-argument",
  /** Something else listens on the port. */
  "port-in-use",
  /** The model, its files or the right to read them are not there. */
  "model-not-found",
  /** The server lived but was not ready in time. */
  "load-timeout",
  /** Something lived and did not come to an end. */
  "hang",
  /** The server ended, or its engine did, for another reason. */
  "crash",
  /** The benchmark program failed, or left no result that can be read. */
  "bench-error",
  /** The benchmark ran, and requests of it failed. */
  "failed-requests",
  /** The server refused every request with a status of 4xx: they were wrong, and will be the next time. */
  "refused-requests",
  /** The benchmark ran, and a guard proved that its numbers are not those of what was to be measured. */
  "contaminated",
  /** The machine, its driver, network or disk; nothing that was asked for. */
  "infrastructure",
] as const;

/** One of {@linkcode FAILURE_CLASSES}. */
export type FailureClass = typeof FAILURE_CLASSES[number];

/** A text that says why something failed. */
export interface FailurePattern {
  readonly class: FailureClass;
  /** Looked for within one line. */
  readonly pattern: RegExp;
  /** Program that prints it. */
  readonly source: string;
}

/** A row of a table of patterns. */
export function row(failureClass: FailureClass, pattern: RegExp, source: string): FailurePattern {
  return { class: failureClass, pattern, source };
}
