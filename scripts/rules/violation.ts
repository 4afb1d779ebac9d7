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

/** Number of the line, from 1, that the index is on. */
export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
