/** POSIX shell words without a shell: as Python's `shlex.split`, nothing is expanded. */
import { maskText } from "../secrets/mod.ts";
import { UsageError } from "../lib/errors.ts";

/** A word of a command, and what of it a shell would read. */
export interface ShellWord {
  readonly value: string;
  /** The value with NUL in place of each character that is quoted, in single quotes, in double quotes or by a backslash. */
  readonly bare: string;
}

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
  return splitWords(text, what, false).map(({ value }) => value);
}

/**
 * The same, and what is quoted in each word.
 *
 * @param joinsLines A backslash at the end of a line takes the line's end away, as in a shell. In `shlex.split` the end stays.
 * @throws {UsageError} As {@linkcode shellWords}.
 */
export function splitWords(text: string, what: string, joinsLines: boolean): ShellWord[] {
  const words: ShellWord[] = [];
  // Null between words: an empty pair of quotes is a word.
  let word: ShellWord | null = null;
  const add = (value: string, isQuoted: boolean) => {
    const { value: before, bare } = word ?? { value: "", bare: "" };
    word = {
      value: before + value,
      bare: bare + (isQuoted ? "\0".repeat(value.length) : value),
    };
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    const joined = joinsLines ? lineEnd(text, i) : 0;
    if (joined > 0) {
      i += joined;
    } else if (char === " " || char === "\t" || char === "\n" || char === "\r") {
      if (word !== null) words.push(word);
      word = null;
    } else if (char === "\\") {
      if (i + 1 >= text.length) {
        throw new UsageError(`Cannot split ${what} into words: it ends in a backslash`);
      }
      add(text[++i]!, true);
    } else if (char === "'" || char === '"') {
      const { value, end } = quoted(text, i, what, joinsLines);
      add(value, true);
      i = end;
    } else {
      add(char, false);
    }
  }
  if (word !== null) words.push(word);
  return words;
}

/** How many characters after a backslash are the end of its line; 0 if it is none. */
function lineEnd(text: string, at: number): number {
  return text.startsWith("\\\n", at) ? 1 : text.startsWith("\\\r\n", at) ? 2 : 0;
}

/** The text between a quote and its end. */
function quoted(
  text: string,
  start: number,
  what: string,
  joinsLines: boolean,
): { value: string; end: number } {
  const quote = text[start]!;
  let value = "";
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i]!;
    if (char === quote) return { value, end: i };
    const next = text[i + 1];
    const joined = quote === '"' && joinsLines ? lineEnd(text, i) : 0;
    if (joined > 0) {
      i += joined;
    } else if (quote === '"' && char === "\\" && (next === '"' || next === "\\")) {
      value += next;
      i++;
    } else {
      value += char;
    }
  }
  // Without what stands before it nobody knows whether it is a secret.
  const rest = maskText(text) === text ? `: ${text.slice(start, start + 40)}` : "";
  throw new UsageError(
    `Cannot split ${what} into words: the ${quote} at character ${
      start + 1
    } is never closed${rest}`,
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
