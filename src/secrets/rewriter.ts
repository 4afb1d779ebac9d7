/** Text, commands, variables and data, masked by the same rules. */
import { JsonNumber } from "../json/value.ts";
import { isArgvName, isJsonDocument, maskJsonText } from "./json_text.ts";
import { isNoSecret, isSecret, isSecretName, MASK, maskValue } from "./names.ts";
import { type Found, maskPlainText } from "./plain_text.ts";
import { wordMasker } from "./words.ts";

/** Masks whatever holds strings. */
export class Rewriter {
  readonly #known: (text: string) => string;
  readonly #found: Found;
  readonly #text = (text: string) => this.text(text);

  /**
   * @param known Replaces secrets whose values are known, in a text that is not JSON.
   * @param found Told each other secret that is replaced.
   */
  constructor(known: (text: string) => string, found: Found) {
    this.#known = known;
    this.#found = found;
  }

  /** A text, or one JSON document, which stays one. */
  text(text: string): string {
    if (!isJsonDocument(text)) return maskPlainText(this.#known(text), this.#found);
    return maskJsonText(text, {
      found: this.#found,
      text: this.#text,
      words: () => this.#words(),
    });
  }

  /** The words of a command. */
  argv(argv: readonly string[]): string[] {
    return argv.map(this.#words());
  }

  /** Variables. */
  env(env: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, this.#variable(name, value)]),
    );
  }

  /** A deep copy of plain data; what is under a secret's name is masked whole. */
  value(value: unknown, key: string | null = null): unknown {
    if (typeof value === "string") {
      return key === null ? this.text(value) : this.#variable(key, value);
    }
    if (typeof value === "number" || typeof value === "bigint" || value instanceof JsonNumber) {
      return key !== null && isSecretName(key) ? MASK : value;
    }
    if (typeof value !== "object" || value === null) return value;
    if (key !== null && isSecretName(key) && sizeOf(value) > 0) return MASK;
    if (Array.isArray(value)) {
      if (key !== null && !isArgvName(key)) return value.map((item) => this.value(item));
      const mask = this.#words();
      return value.map((item) => typeof item === "string" ? mask(item) : this.value(item));
    }
    if (value instanceof Map) {
      return new Map([...value].map(([name, item]) => [name, this.value(item, String(name))]));
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, this.value(item, name)]),
    );
  }

  #variable(name: string, value: string): string {
    if (!isSecret(name, value)) return this.text(value);
    return isNoSecret(value) ? value : maskValue(value, this.#found);
  }

  #words(): (word: string) => string {
    const mask = wordMasker(this.#found, this.#text);
    return (word) => mask(word);
  }
}

function sizeOf(value: object): number {
  return value instanceof Map ? value.size : Object.keys(value).length;
}
