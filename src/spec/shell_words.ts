/** POSIX shell words without a shell: as Python's `shlex.split`, nothing is expanded. */
import { UsageError } from "../lib/errors.ts";

/**
 * Splits a command into words.
 *
 *     word  = { plain | "\" any | "'" { not ' } "'" | '"' { not " and \ | "\" any } '"' }
 *
 * Inside double quotes a backslash escapes only `"` and itself; before anything else it stays.
 *
 * @param what Option that the text is the value of, for messages: `--serve-cmd`.
 * @throws {UsageError} If a quote is not closed, or the text ends in a backslash.
 */
export function shellWords(text: string, what: string): string[] {
  const words: string[] = [];
  // Null between words: an empty pair of quotes is a word.
  let word: string | null = null;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === " " || char === "\t" || char === "\n" || char === "\r") {
      if (word !== null) words.push(word);
      word = null;
    } else if (char === "\\") {
      if (i + 1 >= text.length) {
        throw new UsageError(`Cannot split ${what} into words: it ends in a backslash`);
      }
      word = (word ?? "") + text[++i];
    } else if (char === "'" || char === '"') {
      const { value, end } = quoted(text, i, what);
      word = (word ?? "") + value;
      i = end;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

/** The text between a quote and its end. */
function quoted(text: string, start: number, what: string): { value: string; end: number } {
  const quote = text[start]!;
  let value = "";
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i]!;
    if (char === quote) return { value, end: i };
    const next = text[i + 1];
    if (quote === '"' && char === "\\" && (next === '"' || next === "\\")) {
      value += next;
      i++;
    } else {
      value += char;
    }
  }
  throw new UsageError(
    `Cannot split ${what} into words: the ${quote} at character ${start + 1} is never closed: ` +
      text.slice(start, start + 40),
  );
}

/** Words as a command line to copy and paste, as Python's `shlex.join`. */
export function quoteWords(words: readonly string[]): string {
  return words.map(quoteWord).join(" ");
}

function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}
