/** Reads values as Python prints them: what a program in Python logs of a dictionary. */
import { type Json, JsonNumber } from "./value.ts";

const NUMBER = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?/i;
const WORDS: Readonly<Record<string, Json>> = { None: null, True: true, False: false };
const CLOSING: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };
const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "\\": "\\",
  "'": "'",
};

/**
 * The dictionary that a text begins with; what stands behind it does not matter. Tuples become lists. A value of another kind,
 * `PosixPath('/x')` or `<Mode.A: 1>`, becomes its text.
 *
 * @returns Null if the text begins with no dictionary, or it has no end.
 */
export function pythonDictionary(text: string): Map<string, Json> | null {
  const reader = new Reader(text);
  try {
    return reader.dictionary();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Deeper than any configuration: a log may hold anything. */
const MAX_DEPTH = 50;

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  dictionary(): Map<string, Json> {
    const entries = new Map<string, Json>();
    this.#list("{", "}", () => {
      const key = this.#value();
      this.#expect(":");
      entries.set(typeof key === "string" ? key : String(key), this.#value());
    });
    return entries;
  }

  #value(): Json {
    this.#blanks();
    const sign = this.#text[this.#at];
    if (sign === "{") return this.dictionary();
    if (sign === "[" || sign === "(") {
      const items: Json[] = [];
      this.#list(sign, CLOSING[sign]!, () => void items.push(this.#value()));
      return items;
    }
    if (sign === "'" || sign === '"') return this.#string(sign);
    return this.#other();
  }

  #list(open: string, close: string, item: () => void): void {
    this.#expect(open);
    if (++this.#depth > MAX_DEPTH) throw new SyntaxError("Too deep");
    while (!this.#skip(close)) {
      item();
      if (!this.#skip(",")) {
        this.#expect(close);
        break;
      }
    }
    this.#depth--;
  }

  #string(quote: string): string {
    let value = "";
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      const sign = this.#text[at]!;
      if (sign === quote) {
        this.#at = at + 1;
        return value;
      }
      if (sign === "\\") {
        const next = this.#text[++at] ?? "";
        value += ESCAPES[next] ?? (next === quote ? quote : `\\${next}`);
      } else value += sign;
    }
    throw new SyntaxError("A string without an end");
  }

  /** Up to the comma or bracket that ends it. */
  #other(): Json {
    const from = this.#at;
    const open: string[] = [];
    for (; this.#at < this.#text.length; this.#at++) {
      const sign = this.#text[this.#at]!;
      if (open.length === 0 && /[,}\]):]/.test(sign)) break;
      if (sign === "'" || sign === '"') {
        this.#string(sign);
        this.#at--;
      } else if (CLOSING[sign] !== undefined) open.push(CLOSING[sign]!);
      else if (sign === "<") open.push(">");
      else if (sign === open.at(-1)) open.pop();
    }
    const word = this.#text.slice(from, this.#at).trim();
    if (word === "") throw new SyntaxError("No value");
    if (Object.hasOwn(WORDS, word)) return WORDS[word]!;
    return NUMBER.exec(word)?.[0] === word ? new JsonNumber(word) : word;
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #skip(sign: string): boolean {
    this.#blanks();
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#skip(sign)) throw new SyntaxError(`No ${sign}`);
  }
}
