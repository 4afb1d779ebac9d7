/** What is wrong in a README. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  readonly problem: string;
}
