/** The values that stand after a secret's name in a text. */
import { isFlag, schemeLength, takesMany } from "./names.ts";
import { matchAt, quotedAt, type Span, valueAt } from "./value_span.ts";

const ASSIGNED = /[ \t]*(?:=>|:?=(?!=)|:(?!\/\/))[ \t]*/y;
// `--api-key: expected one argument` is no assignment.
const ASSIGNED_TO_FLAG = /=/y;
const NEXT_WORD = /(?:[ \t]|\\\r?\n)+|,(?=[^\s,])/y;
const NEXT_ITEM = /\s*,\s*|[ \t]+/y;
const ARROW = /[ \t]*->[ \t]*/y;
const UNSET = /\((?:unset|no value)\)/y;
const CLOSING_QUOTE = /\\*["']/y;
const AFTER_KEY = /\s*:/y;
const BARE_KEY = /[\w.-]+:(?=\s)/y;
// Keeps the work for a text full of opening brackets in bounds.
const MAX_NESTED = 2000;
const HEADER = /(?:authorization|cookies?)$/i;
// `username="u", response="x"` goes on after its quotes.
const REST_OF_HEADER = /[^\n"'\\]+(?:(?<==)"[^"\n]*"[^\n"'\\]*)*/y;
// What follows in quotes is a whole command, not one value.
const BEFORE_COMMAND = /(?:\s-[a-z]*c|[-_](?:cmd|command))(?:\s+|=)$/;
const PROSE =
  /^(?:is|are|was|to|or|and|must|may|can|needs?|not|for|in|of|on|with|without|has|flag|option|argument|added|removed|given|set|->)$/;

interface Run {
  /** The name is a flag whose value is a word of its own: it need not have one. */
  readonly spaced: boolean;
  /** A bare value is a word of a shell, in which brackets are allowed. */
  readonly inShell: boolean;
  /** What stands between this value and a further one; null if there is none. */
  readonly between: RegExp | null;
}

/**
 * The values of the name at `start` to `end`: `NAME=a`, `NAME: a`, `"NAME": "a"`, `NAME=['a', 'b']`, `--name a`,
 * `'--name', 'a'`, `NAME=a -> b`. None if the name is only spoken of.
 */
export function valuesAfter(
  text: string,
  start: number,
  end: number,
  name: string,
): Iterable<Span> {
  const flag = name.startsWith("-");
  const quote = /["']/.test(text[start - 1] ?? "") ? text[start - 1]! : null;
  const closing = quote === null ? null : matchAt(CLOSING_QUOTE, text, end);
  const quoted = closing !== null && closing[0].endsWith(quote!);
  const nameEnd = end + (quoted ? closing[0].length : 0);

  const assigned = matchAt(flag && !quoted ? ASSIGNED_TO_FLAG : ASSIGNED, text, nameEnd);
  const next = quoted ? NEXT_ITEM : NEXT_WORD;
  const gap = assigned ?? (flag ? matchAt(next, text, nameEnd) : null);
  if (gap === null) return [];
  const at = nameEnd + gap[0].length;

  // After a bare flag it is the `[TOKEN]` of a help text.
  const open = assigned !== null || quoted ? /[[{]|\((?=\\*["'])/y : /\((?=\\*["'])/y;
  if (matchAt(open, text, at) !== null) return inBrackets(text, at);
  if (assigned === null) {
    const between = takesMany(name) ? next : null;
    return run(text, at, name, { spaced: true, inShell: true, between });
  }
  const whole = quote === null || quoted ? null : restOfQuoted(text, start - 1, at);
  if (whole !== null) return [whole];
  const header = HEADER.test(name) ? matchAt(REST_OF_HEADER, text, at) : null;
  if (header !== null) return [{ start: at, end: at + header[0].length }];
  return run(text, at, name, { spaced: false, inShell: flag, between: null });
}

/**
 * Each value of a list or an object, but not its keys. Where no end is found near by, the text is cut off or no such thing
 * was meant: then those up to the end of the line.
 */
function inBrackets(text: string, from: number): Span[] {
  const values: Span[] = [];
  const limit = Math.min(text.length, from + MAX_NESTED);
  let depth = 0;
  for (let at = from; at < limit;) {
    const value = text[at] === ":" ? null : valueAt(text, at, false);
    if (value !== null) {
      const isKey = matchAt(AFTER_KEY, text, value.end) ?? matchAt(BARE_KEY, text, at);
      if (isKey === null) values.push(value.inner);
      at = value.end;
      continue;
    }
    if ("[{(".includes(text[at]!)) depth++;
    if ("]})".includes(text[at]!) && --depth === 0) return values;
    at++;
  }
  const line = text.indexOf("\n", from);
  return line < 0 ? values : values.filter(({ start }) => start < line);
}

/** The value in `'NAME=a b'`, which ends at the quote before the name; null if the quotes hold a command. */
function restOfQuoted(text: string, quoteAt: number, at: number): Span | null {
  if (matchAt(CLOSING_QUOTE, text, at) !== null) return null;
  let backslashes = 0;
  while (text[quoteAt - backslashes - 1] === "\\") backslashes++;
  const before = text.slice(Math.max(0, quoteAt - backslashes - 40), quoteAt - backslashes);
  if (BEFORE_COMMAND.test(before)) return null;
  return quotedAt(text, at, backslashes, text[quoteAt]!).inner;
}

function* run(text: string, from: number, name: string, options: Run): Iterable<Span> {
  const { spaced, inShell, between } = options;
  let at = from;
  while (true) {
    const unset = matchAt(UNSET, text, at);
    if (unset !== null) at += unset[0].length;
    else {
      const scheme = spaced ? 0 : schemeLength(text.slice(at, at + 20));
      const value = valueAt(text, at + scheme, inShell);
      if (value === null) return;
      const content = text.slice(value.inner.start, value.inner.end);
      if (spaced && (isFlag(content) || PROSE.test(content))) return;
      // `time per token: 3 ms`
      if (!spaced && /^token$/i.test(name) && /^\d{1,6}(?:\.\d+)?$/.test(content)) return;
      if (namesItself(content, name, spaced)) return;
      yield value.inner;
      at = value.end;
    }
    const gap = matchAt(ARROW, text, at) ?? (between === null ? null : matchAt(between, text, at));
    if (gap === null) return;
    at += gap[0].length;
  }
}

/** A line of source such as `token=self.token`, or the `--api-key API_KEY` of a help text. */
function namesItself(value: string, name: string, spaced: boolean): boolean {
  if (!spaced) return value === name || value.endsWith(`.${name}`);
  const bare = value.replace(/^\[|\]+$/g, "");
  return /^[A-Z_]+$/.test(bare) && name.replace(/-/g, "_").toUpperCase().endsWith(bare);
}
