/** Text of others made safe to show: what would act on a terminal, or hide itself or other text, is written out. */

/** Controls of C0, DEL and C1, marks of direction, of no width and of the end of a line or paragraph, halves of a surrogate pair. */
const ACTING = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const EACH = /(?!\r\n)[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Colours and the like: Select Graphic Rendition, ECMA-48 8.3.117. */
// deno-lint-ignore no-control-regex
const COLOR = /(\x1b\[[\d;:]*m)/;

/**
 * The text with each acting character but line ends and tabs as `\x1b` (under 0x80) or `\u009b`. What is above 0x7f comes out as JSON
 * writes it: a JSON document, in which what is below is escaped already, stays the same document.
 *
 * @param backslash How the format of the text writes it.
 */
export function printable(text: string, backslash = "\\"): string {
  return ACTING.test(text) ? text.replace(EACH, (char) => escaped(char, backslash)) : text;
}

/** The same for the output of a program that somebody wants to look at: its colours, and a line that it writes over, stay. */
export function printableOutput(text: string): string {
  if (!ACTING.test(text)) return text;
  return text.split(COLOR).map((part, index) =>
    index % 2 === 1 ? part : part.split("\r").map((text) => printable(text)).join("\r")
  ).join("");
}

function escaped(char: string, backslash: string): string {
  const hex = (unit: number, digits: number) => unit.toString(16).padStart(digits, "0");
  if (char < "\x80" && char !== "\x7f") return `${backslash}x${hex(char.charCodeAt(0), 2)}`;
  return Array.from(
    { length: char.length },
    (_, index) => `${backslash}u${hex(char.charCodeAt(index), 4)}`,
  ).join("");
}
