/** A line in parts, each with its colour. It is cut to the columns of the window before colours are put in. */
import { columnsOf, cut, harmless } from "../../lib/width.ts";

/** How a part of a line looks. */
export type Style = "plain" | "strong" | "quiet" | "good" | "bad" | "overdue";

/** A part of a line. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** Select Graphic Rendition, ECMA-48 8.3.117: the basic colours, which every terminal lets its user choose. */
const CODES: Readonly<Record<Style, string>> = {
  plain: "",
  strong: "1",
  quiet: "2",
  good: "32",
  bad: "31",
  overdue: "33",
};

/** A part of a line; control characters in it do nothing. */
export function span(text: string, style: Style = "plain"): Span {
  return { text: harmless(text), style };
}

/** Columns that a line takes. */
export function widthOf(line: readonly Span[]): number {
  return line.reduce((sum, { text }) => sum + columnsOf(text), 0);
}

/** The text of a line in at most so many columns, with colours or without any escape code. */
export function lineText(line: readonly Span[], columns: number, color: boolean): string {
  let left = columns;
  let text = "";
  const isTooLong = widthOf(line) > columns;
  for (const part of line) {
    const shown = isTooLong ? cut(part.text, left) : part.text;
    if (shown === "") continue;
    left -= columnsOf(shown);
    text += color && CODES[part.style] !== "" ? `\x1b[${CODES[part.style]}m${shown}\x1b[0m` : shown;
    if (shown !== part.text) break;
  }
  return text;
}
