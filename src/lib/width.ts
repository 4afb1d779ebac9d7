/** Text by the columns that it takes on a terminal: wide characters take two, marks none. */
import stringWidth from "string-width";

/** Stands for what was cut off. */
const MORE = "..";

/** Without anything that would move the cursor, turn the direction of writing or change the width of what is before it. */
export function harmless(text: string): string {
  return isPlain(text)
    ? text
    : text.replaceAll(/[\p{Cf}\p{Cs}\u{fe00}-\u{fe0f}]/gu, "").replaceAll(/\p{Cc}/gu, "?");
}

/** Columns that a harmless text takes. */
export function columnsOf(text: string): number {
  if (isPlain(text)) return text.length;
  // One by one: many terminals do not join what belongs together, and a line must not be wider than they think.
  return [...text].reduce((sum, char) => sum + stringWidth(char), 0);
}

/** A harmless text in at most so many columns; what does not fit is replaced by two dots. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  const room = columns - MORE.length;
  if (room <= 0) return beginning(text, Math.max(0, columns));
  return beginning(text, room) + MORE;
}

/** The beginning and the end of a harmless name in at most so many columns: names differ at their ends more often. */
export function cutMiddle(name: string, columns: number): string {
  const room = columns - MORE.length;
  if (columnsOf(name) <= columns || room < MORE.length) return cut(name, columns);
  const head = beginning(name, Math.floor(room * 0.4));
  return head + MORE + ending(name, room - columnsOf(head));
}

/** A harmless text with spaces after it. */
export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
}

/** A harmless text with spaces before it. */
export function paddedLeft(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - columnsOf(text))) + text;
}

function beginning(text: string, columns: number): string {
  let taken = 0;
  let end = 0;
  for (const char of text) {
    taken += columnsOf(char);
    if (taken > columns) break;
    end += char.length;
  }
  return text.slice(0, end);
}

function ending(text: string, columns: number): string {
  const chars = [...text];
  let taken = 0;
  let start = chars.length;
  while (start > 0) {
    taken += columnsOf(chars[start - 1]!);
    if (taken > columns) break;
    start--;
  }
  return chars.slice(start).join("");
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
