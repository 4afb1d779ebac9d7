/**
 * Escape sequences that redraw a block of lines in place.
 *
 * Between two frames the cursor stands in the row below the block. A window that was made narrower has wrapped the lines of the
 * block anew: the way back to its beginning is counted in the rows that they take by then. Some terminals do not wrap anew.
 */
import { columnsOf } from "../../lib/width.ts";

/** Begin and end of a synchronized update: the terminal shows the frame as a whole. Others ignore it. */
const BEGIN = "\x1b[?2026h";
const END = "\x1b[?2026l";
/** Erases from the cursor to the end of the line, and of the screen. */
const ERASE_LINE = "\x1b[K";
const ERASE_BELOW = "\x1b[J";
/** Erases the line of the cursor too. Not from its beginning: at the top of the screen tmux would save what it erases. */
const ERASE_ALL = ` ${ERASE_BELOW}\r`;

/** What changes on the screen. */
export interface FrameChange {
  /** Whole lines that scroll away above the block, each with its line end; empty for none. */
  readonly above: string;
  /** Lines of the block, none wider than the window; none to remove it. */
  readonly lines: readonly string[];
  /** Columns of the window now. */
  readonly columns: number;
}

/** The block on a screen. */
export class Frames {
  readonly #isWrappedAnew: boolean;
  #lines: readonly string[] = [];
  #columns = 0;

  /** @param isWrappedAnew What the terminal does with its lines when it is made narrower. */
  constructor(isWrappedAnew: boolean) {
    this.#isWrappedAnew = isWrappedAnew;
  }

  /** What is to be written, at once; empty if the screen shows it already. */
  next({ above, lines, columns }: FrameChange): string {
    const isResized = columns !== this.#columns;
    if (above === "" && !isResized && equal(lines, this.#lines)) return "";
    const back = this.#rows(columns);
    const up = back === 0 ? "" : `\x1b[${back}A`;
    // Where old lines may be wrapped they are removed first; else they are overwritten, so that nothing flickers.
    const start = above !== "" || isResized || lines.length === 0 ? ERASE_ALL : "";
    const block = lines.map((line) => `${line}${ERASE_LINE}\r\n`).join("");
    this.#lines = lines;
    this.#columns = columns;
    return `${BEGIN}\r${up}${start}${
      above.replaceAll(/\r?\n/g, "\r\n")
    }${block}${ERASE_BELOW}${END}`;
  }

  /** How many rows the block takes in a window of so many columns. */
  #rows(columns: number): number {
    if (!this.#isWrappedAnew || columns >= this.#columns) return this.#lines.length;
    return this.#lines.reduce((sum, line) => sum + rowsOf(line, columns), 0);
  }
}

function rowsOf(line: string, columns: number): number {
  let rows = 1;
  let taken = 0;
  // deno-lint-ignore no-control-regex
  for (const char of line.replaceAll(/\x1b\[\d*m/g, "")) {
    const width = columnsOf(char);
    taken += width;
    if (taken <= columns) continue;
    rows++;
    taken = width;
  }
  return rows;
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
