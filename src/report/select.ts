/** Which rows a table shows and in which order. */
import { leaders } from "../analysis/ranking.ts";
import type { Row } from "../analysis/rows.ts";
import { type Column, COMBINATION } from "./columns.ts";
import { findColumn, type KnownColumns } from "./find_column.ts";

/** `--sort`, `--top` and `--columns`. */
export interface TableChoice {
  /** Name of a column; null for the order of the plan. */
  readonly sort: string | null;
  /** How many rows at most; null for all. */
  readonly top: number | null;
  /** Names of columns; null for the usual ones. */
  readonly columns: readonly string[] | null;
}

/** Everything, in the order of the plan. */
export const WHOLE_TABLE: TableChoice = { sort: null, top: null, columns: null };

/** What `--top` alone sorts by. */
export const TOP_BY = "output_throughput";

/** @throws {UsageError} If a column that is named is none. */
export function checkChoice({ sort, columns }: TableChoice, known: KnownColumns): void {
  if (sort !== null) findColumn(sort, "sort", known);
  for (const name of columns ?? []) findColumn(name, "columns", known);
}

/** The rows with results that a table shows, sorted and cut. */
export function selectedRows(
  rows: readonly Row[],
  { sort, top }: TableChoice,
  known: KnownColumns,
): Row[] {
  const measured = rows.filter(({ runs }) => runs > 0);
  const by = sort ?? (top === null ? null : TOP_BY);
  if (by === null) return measured;
  // Stable: rows that are equal stay in the order of the plan.
  return measured.sort(findColumn(by, "sort", known).compare).slice(0, top ?? undefined);
}

/** The named columns, the name of the combination first unless it is among them; null if none were named. */
export function namedColumns({ columns }: TableChoice, known: KnownColumns): Column[] | null {
  if (columns === null) return null;
  const named = columns.map((name) => findColumn(name, "columns", known));
  return named.includes(COMBINATION) ? named : [COMBINATION, ...named];
}

/**
 * The best rows of a column; none where nothing is better, or all are the same.
 *
 * @param rows Those that compete.
 */
export function bestRows({ metric }: Column, rows: readonly Row[]): ReadonlySet<Row> {
  return metric === null ? new Set() : leaders(rows, metric);
}
