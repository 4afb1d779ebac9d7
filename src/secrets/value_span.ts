/** Where the value after a secret's name ends in a text whose language is not known: shell, JSON, Python, a header, a log. */

/** A part of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// Neither ends at a comma within: only one that ends the word is punctuation.
const BARE =
  /(?:\$\([^)\n]{0,200}\)|\$\{\w*\}|\\[^"'\s]|\\ |,(?=[^\s"'-])|[^\s"'`;&|<>()[\]{}\\,])+/y;
const BARE_OF_FLAG = /(?:\$\([^)\n]{0,200}\)|\\[^"'\s]|\\ |,(?=[^\s"'-])|[^\s"'`;&|<>()\\,])+/y;
// `SecretStr('x')`, `b'x'`.
const WRAPPER = /(?:[A-Za-z_]\w*\(|[bruf]{1,2})(?=\\*["'])/y;
const QUOTE = /(\\*)(["'])/y;
// How a shell writes a quote within quotes.
const QUOTE_AGAIN = /"'"'|\\''/y;
// The same with the quote that ends the first part.
const QUOTED_QUOTE = /'"'"'|'\\''/y;

/** What is at the place: a quoted value (its inside) or a bare word; null if neither. `end` of `whole` is after the quote. */
export function valueAt(
  text: string,
  at: number,
  ofFlag: boolean,
): { inner: Span; end: number } | null {
  const start = at + (matchAt(WRAPPER, text, at)?.[0].length ?? 0);
  // A quoted word of a command that is itself quoted.
  const shell = matchAt(QUOTED_QUOTE, text, at)?.[0];
  const shellEnd = shell === undefined ? -1 : text.indexOf(shell, at + shell.length);
  if (shell !== undefined && shellEnd >= 0) {
    return { inner: { start: at + shell.length, end: shellEnd }, end: shellEnd + shell.length };
  }
  const quote = matchAt(QUOTE, text, start);
  if (quote !== null) return quotedAt(text, start + quote[0].length, quote[1]!.length, quote[2]!);
  const bare = matchAt(ofFlag ? BARE_OF_FLAG : BARE, text, at);
  if (bare === null) return null;
  const end = at + bare[0].length;
  return { inner: { start: at, end }, end };
}

/** A match of the sticky expression at the place. */
export function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

/**
 * The rest of a quoted value, from any place in it.
 *
 * @param backslashes How many stood before its opening quote: it may be inside of other strings.
 */
export function quotedAt(
  text: string,
  start: number,
  backslashes: number,
  quote: string,
): { inner: Span; end: number } {
  const level = Math.floor(Math.log2(backslashes + 1));
  let at = start;
  while (true) {
    const next = text.indexOf(quote, at);
    // Cut off: a value that goes on over several lines is rarer than one apostrophe too many.
    if (next < 0) {
      const line = text.indexOf("\n", start);
      const end = line < 0 ? text.length : line;
      return { inner: { start, end }, end };
    }
    let run = 0;
    while (text[next - run - 1] === "\\" && next - run > start) run++;
    at = next + 1;
    if (!closes(run, level)) continue;
    const again = quote === "'" ? matchAt(QUOTE_AGAIN, text, at) : null;
    if (again === null) {
      const own = Math.min(run, backslashes);
      return { inner: { start, end: next - own }, end: at };
    }
    at += again[0].length;
  }
}

/**
 * True if a quote after so many backslashes closes a string that is itself inside `level` other strings. A string inside a
 * string has each of its backslashes doubled and its quotes escaped once more.
 */
function closes(run: number, level: number): boolean {
  if (run % 2 === 0) return true;
  return level > 0 && closes((run - 1) / 2, level - 1);
}
