/** The result table: one row a combination, means over its runs, the best of each column marked, failures at the end. */
import type { Row } from "../analysis/rows.ts";
import { failedTable } from "./failed_table.ts";
import { type Column, COMBINATION } from "./columns.ts";
import { columnsOfRows, DEFAULT_METRICS, usualColumns } from "./find_column.ts";
import { bestRows, namedColumns, selectedRows, type TableChoice, WHOLE_TABLE } from "./select.ts";
import { shortNames } from "./short_names.ts";
import { counted } from "../lib/count.ts";
import { columnsOf, harmless, padded, paddedLeft } from "../lib/width.ts";

/** The options of {@linkcode resultTable}. */
export interface ResultTableOptions {
  /** @default {WHOLE_TABLE} */
  readonly choice?: TableChoice;
  /** Columns of the terminal; null where there is none: then nothing is shortened. @default {null} */
  readonly width?: number | null;
}

/** Marks the best of a column. */
const MARK = "*";

/** Names are shortened to this before usual columns are left out. */
const NAME_WIDTH = 24;

/** Names are never shorter than this, however narrow the terminal. */
const MIN_NAME_WIDTH = 12;

const GAP = "  ";

/**
 * A table of text, each line ended; empty if no combination has a valid run. The spread is the sample standard deviation of the
 * output throughput over the runs, in percent of its mean; it needs two runs.
 *
 * In a terminal that is too narrow names are shortened, and usual columns left out; columns that were named all stay.
 *
 * @throws {UsageError} If a column that was named is none.
 */
export function resultTable(rows: readonly Row[], options: ResultTableOptions = {}): string {
  const { choice = WHOLE_TABLE, width = null } = options;
  const known = columnsOfRows(rows);
  const shown = selectedRows(rows, choice, known);
  if (shown.length === 0) return "";
  const competing = rows.filter(({ runs }) => runs > 0);
  const named = namedColumns(choice, known);
  let columns = named ?? usualColumns(competing);
  let cells = cellsOf(columns, shown, competing);
  const nameColumn = columns.indexOf(COMBINATION);
  if (width !== null && nameColumn >= 0) {
    const room = () => width - totalWidth(cells) + columnWidth(cells, nameColumn);
    const wish = Math.min(NAME_WIDTH, columnWidth(cells, nameColumn));
    for (const key of named === null ? DEFAULT_METRICS.toReversed() : []) {
      if (room() >= wish) break;
      columns = columns.filter(({ name }) => name !== key);
      cells = cellsOf(columns, shown, competing);
    }
    const names = shortNames(shown, Math.max(MIN_NAME_WIDTH, room()));
    cells = cells.map((row, index) => index === 0 ? row : row.with(nameColumn, names[index - 1]!));
  }
  return aligned(columns, cells);
}

/** The combinations with failures, one a line, with a line before; empty if there are none. */
export function failureList(rows: readonly Row[]): string {
  const failed = rows.filter(({ failures }) => failures.length > 0);
  if (failed.length === 0) return "";
  return `${counted(failed.length, "combination")} failed\n` +
    failedTable(failed.map(({ directory, failures }) => ({
      directory,
      failure: failures[0]!.failure,
    })));
}

/** Head and rows. A column with a best row has room for the mark in all of them. */
function cellsOf(
  columns: readonly Column[],
  shown: readonly Row[],
  competing: readonly Row[],
): string[][] {
  const table = columns.map((column) => {
    const best = bestRows(column, competing);
    const room = best.size > 0 ? " " : "";
    return [
      column.heading + room,
      ...shown.map((row) => harmless(column.text(row)) + (best.has(row) ? MARK : room)),
    ];
  });
  return Array.from({ length: shown.length + 1 }, (_, row) => table.map((cells) => cells[row]!));
}

function aligned(columns: readonly Column[], cells: readonly (readonly string[])[]): string {
  const widths = columns.map((_, column) => columnWidth(cells, column));
  return cells.map((row) =>
    row.map((cell, column) => {
      const width = widths[column]!;
      return columns[column]!.align === "left" ? padded(cell, width) : paddedLeft(cell, width);
    }).join(GAP).trimEnd() + "\n"
  ).join("");
}

function columnWidth(cells: readonly (readonly string[])[], column: number): number {
  return Math.max(...cells.map((row) => columnsOf(row[column]!)));
}

function totalWidth(cells: readonly (readonly string[])[]): number {
  return cells[0]!.reduce((sum, _, column) => sum + columnWidth(cells, column) + GAP.length, -2);
}
