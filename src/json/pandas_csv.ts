/**
 * The text that pandas makes of a list of records:
 * `DataFrame.from_records(records).to_csv()` as pandas 3 does under Python 3.13.
 */
import { pyFloat, pyNumber, pyStr } from "./python.ts";
import { type Json, JsonNumber, type JsonObject } from "./value.ts";

/** The cell of a column: undefined where the record lacks it. */
type Cell = Json | undefined;

/**
 * An unnamed index column, then the columns in the order of their first appearance. Missing values, None and NaN are empty.
 * Every line ends with LF.
 */
export function pandasCsv(records: readonly JsonObject[]): string {
  const columns = new Map<string, Cell[]>();
  records.forEach((record, row) => {
    for (const [key, value] of record) {
      let cells = columns.get(key);
      if (cells === undefined) columns.set(key, cells = new Array(records.length));
      cells[row] = value;
    }
  });
  // Records without any key leave pandas no rows either. The csv module quotes the single empty field of a line.
  if (columns.size === 0) return '""\n';
  const texts = Array.from(columns.values(), columnTexts);
  const lines = ["", ...columns.keys()].map(quoted).join(",") + "\n";
  const rows = records.map((_, row) => {
    return `${row},${texts.map((column) => column[row]).join(",")}\n`;
  });
  return lines + rows.join("");
}

/** The fields of a column, quoted. Whether integers are printed as floats depends on the whole column. */
function columnTexts(cells: readonly Cell[]): string[] {
  const asFloat = isFloatColumn(cells);
  // Not map: it would skip the holes, which are the missing cells.
  return Array.from(cells, (cell) => {
    if (isNull(cell)) return "";
    const widened = asFloat && cell instanceof JsonNumber && cell.isInteger;
    return quoted(widened ? pyFloat(Number(pyNumber(cell))) : pyStr(cell));
  });
}

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/**
 * True if the column is float64 for pandas: numbers alone, and a float or an empty cell among them
 * (`maybe_convert_objects` of pandas/_libs/lib.pyx). All else keeps its values as they are.
 */
function isFloatColumn(cells: readonly Cell[]): boolean {
  let empty = false;
  let float = false;
  let negative = false;
  let aboveInt64 = false;
  for (const cell of cells) {
    if (isNull(cell)) empty = true;
    else if (!(cell instanceof JsonNumber)) return false;
    else if (!cell.isInteger) float = true;
    else if (!Number.isFinite(cell.toNumber())) return false;
    else {
      const value = cell.text.length < 18 ? null : BigInt(cell.text);
      negative ||= cell.text.startsWith("-") && cell.text !== "-0";
      aboveInt64 ||= value !== null && value > INT64_MAX;
      if (value !== null && (value < INT64_MIN || value > UINT64_MAX)) return false;
      if (negative && aboveInt64) return false;
    }
  }
  return float || empty;
}

function isNull(cell: Cell): cell is null | undefined {
  return cell === undefined || cell === null || (cell instanceof JsonNumber && cell.text === "NaN");
}

/**
 * The csv module's QUOTE_MINIMAL. The stringify of `@std/csv` will not do: its lines end with CRLF, and it leaves a lone CR
 * bare, which readers (pandas too) take for the end of the line.
 */
function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
