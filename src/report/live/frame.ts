/**
 * Escape sequences that redraw a block of lines in place.
 *
 * Between two frames the cursor stands at the beginning of the block's first line. When the window changes its width, terminals
 * wrap the lines anew and move the cursor with the text that it stands on: so the block is found again, however many rows its
 * old lines take by then. What is written by others meanwhile (an echoed ^C) lands in the block, and the next frame removes it.
 */

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
  /** Lines of the block; none to remove it. */
  readonly lines: readonly string[];
  /** The window has another size than at the last frame. */
  readonly isResized: boolean;
}

/** The block on a screen. */
export class Frames {
  #lines: readonly string[] = [];

  /** What is to be written, at once; empty if the screen shows it already. */
  next({ above, lines, isResized }: FrameChange): string {
    if (above === "" && !isResized && equal(lines, this.#lines)) return "";
    // Where old lines may be wrapped they are removed first; else they are overwritten, so that nothing flickers.
    const start = above !== "" || isResized || lines.length === 0 ? ERASE_ALL : "";
    const block = lines.map((line) => line + ERASE_LINE).join("\r\n");
    const end = lines.length === 0 ? "" : ERASE_BELOW;
    const up = lines.length > 1 ? `\x1b[${lines.length - 1}A` : "";
    this.#lines = lines;
    return `${BEGIN}\r${start}${above.replaceAll(/\r?\n/g, "\r\n")}${block}${end}${up}\r${END}`;
  }
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
