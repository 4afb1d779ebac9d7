/** What a rule found. */

/** One breach of a rule. */
export interface Violation {
  /** Path relative to the root. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly rule: string;
}

/** `file:line: rule`. */
export function violationText({ file, line, rule }: Violation): string {
  return `${file}:${line}: ${rule}`;
}
