/** The lowest level of the JSON reader: blanks, comments, strings and bare words of one text. */
import { JsonSyntaxError, positionAt } from "./syntax_error.ts";

const QUOTE = 34;
const SLASH = 47;
const BACKSLASH = 92;

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WORD = /[-+.\w$]+/y;

/** A cursor over a text. `offset` only moves forward, over whole tokens. */
export class Scanner {
  /** Where the next token starts, once `skipBlanks` has run. */
  offset = 0;

  constructor(readonly text: string) {
    if (text.charCodeAt(0) === 0xfeff) this.offset = 1;
  }

  /** Goes to the next token, over white space and comments. */
  skipBlanks(): void {
    const text = this.text;
    for (;;) {
      const code = text.charCodeAt(this.offset);
      if (code === 32 || code === 10 || code === 13 || code === 9) this.offset++;
      else if (code !== SLASH || !this.#skipComment()) return;
    }
  }

  /** The character at the cursor, without moving; the empty string at the end. */
  peek(): string {
    return this.text.charAt(this.offset);
  }

  /** Moves over `char` if it is at the cursor. */
  accept(char: string): boolean {
    if (this.peek() !== char) return false;
    this.offset++;
    return true;
  }

  /**
   * Reads the string whose opening quote is at the cursor.
   *
   * @throws {JsonSyntaxError} If it is not closed on its line, or holds a bad escape or a control character.
   */
  string(): string {
    const { text } = this;
    const start = this.offset;
    let escaped = false;
    // A loop over char codes: a regular expression runs out of its own stack on very long strings.
    let at = start + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        ESCAPE.lastIndex = at;
        if (!ESCAPE.test(text)) this.#failInEscape(at);
        escaped = true;
        at = ESCAPE.lastIndex;
      } else if (code >= 32) {
        at++;
      } else if (at >= text.length || code === 10 || code === 13) {
        this.fail("string without a closing quote", start);
      } else {
        const escape = JSON.stringify(text.charAt(at)).slice(1, -1);
        this.fail(`control character in a string; write it as ${escape}`, at);
      }
    }
    this.offset = at + 1;
    return escaped ? JSON.parse(text.slice(start, at + 1)) : text.slice(start + 1, at);
  }

  /** Moves over the longest run of letters, digits and `-+.$_` at the cursor; the empty string if there is none. */
  word(): string {
    const start = this.offset;
    WORD.lastIndex = start;
    if (WORD.test(this.text)) this.offset = WORD.lastIndex;
    return this.text.slice(start, this.offset);
  }

  /** What a person sees at the cursor, for the end of a message. */
  found(): string {
    WORD.lastIndex = this.offset;
    const word = WORD.exec(this.text)?.[0];
    if (word !== undefined) return JSON.stringify(clip(word));
    const code = this.text.codePointAt(this.offset);
    if (code === undefined) return "the end of the text";
    if (code === QUOTE) return "a string";
    if (code === 39) return "a single quote; strings take double quotes";
    const char = String.fromCodePoint(code);
    if (/^[\p{C}\p{Z}]$/u.test(char)) {
      return `the character U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    }
    return `"${char}"`;
  }

  /** @throws {JsonSyntaxError} Always, with the position of `offset`. */
  fail(reason: string, offset: number = this.offset): never {
    throw new JsonSyntaxError(positionAt(this.text, offset), reason);
  }

  #skipComment(): boolean {
    const { text, offset: start } = this;
    if (text.startsWith("//", start)) {
      let at = start + 2;
      while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at++;
      this.offset = at;
      return true;
    }
    if (!text.startsWith("/*", start)) return false;
    const end = text.indexOf("*/", start + 2);
    if (end < 0) this.fail("comment without a closing */", start);
    this.offset = end + 2;
    return true;
  }

  #failInEscape(at: number): never {
    const text = this.text.slice(at, at + (this.text[at + 1] === "u" ? 6 : 2));
    const shown = text.replace(/["\s].*$/s, "");
    this.fail(`invalid escape ${shown} in a string; a backslash itself is written as \\\\`, at);
  }
}

/** The start of a word, short enough for a message. */
export function clip(word: string): string {
  return word.length <= 40 ? word : `${word.slice(0, 40)}...`;
}
