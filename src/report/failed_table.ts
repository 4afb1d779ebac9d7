/** The combinations that failed, one a line. */
import type { Failure } from "../journal/event.ts";
import { columnsOf, harmless, padded } from "../lib/width.ts";

/** A combination and its first failure. */
export interface FailedRow {
  readonly directory: string;
  readonly failure: Failure;
}

/** Combination, class and reason in columns, each line ended. */
export function failedTable(rows: readonly FailedRow[]): string {
  const names = rows.map(({ directory }) => harmless(directory) || "(no parameters)");
  const width = Math.max(...names.map(columnsOf));
  const classWidth = Math.max(...rows.map(({ failure }) => failure.class.length));
  return rows.map(({ failure }, index) =>
    `  ${padded(names[index]!, width)}  ${failure.class.padEnd(classWidth)}  ${
      harmless(failure.reason)
    }\n`
  ).join("");
}
