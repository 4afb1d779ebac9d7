/** Reads a command line by a table of options. */
import { UsageError } from "../lib/errors.ts";
import { assignWords, checkOptions, checkWords } from "./check.ts";
import { UnexpectedWords } from "./errors.ts";
import { JsonArgument } from "./json_argument.ts";
import type { Option } from "./option.ts";
import { OptionValues } from "./option_values.ts";
import type { Positional } from "./positional.ts";
import { closestName } from "./suggest.ts";

/**
 * Reads the arguments of a command.
 *
 * @param command How the command is called, for messages: `servesweep serve`.
 * @param positionals What it takes besides options.
 * @throws {UsageError} For anything that the table does not allow; the message names option, value and what is expected.
 */
export function readOptions(
  argv: readonly string[],
  options: readonly Option[],
  command: string,
  positionals: readonly Positional[] = [],
): OptionValues {
  const reader = new Reader(options, positionals, command);
  for (let index = 0; index < argv.length;) index += reader.take(argv, index);
  return reader.finish();
}

/**
 * The first of some words that stands where an option may stand, not as the value of one. Whatever else is wrong on
 * the command line does not matter: it serves `--help`.
 */
export function findWord(
  argv: readonly string[],
  options: readonly Option[],
  words: readonly string[],
): string | null {
  const reader = new Reader(options, [], "");
  for (let index = 0; index < argv.length;) {
    const token = argv[index]!;
    if (words.includes(token)) return token;
    if (token === "--") return null;
    try {
      index += reader.take(argv, index);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      index++;
    }
  }
  return null;
}

export { OptionValues } from "./option_values.ts";

class Reader {
  readonly #byName: Map<string, Option>;
  readonly #byShort: Map<string, Option>;
  readonly #positionals: readonly Positional[];
  readonly #command: string;
  readonly #texts = new Map<string, string[]>();
  readonly #json = new Map<string, JsonArgument>();
  readonly #words: string[] = [];
  #onlyPositionals = false;

  constructor(
    options: readonly Option[],
    positionals: readonly Positional[],
    command: string,
  ) {
    this.#positionals = positionals;
    this.#byName = new Map(options.map((option) => [option.name, option]));
    this.#byShort = new Map(
      options.flatMap((option) => option.short === undefined ? [] : [[option.short, option]]),
    );
    this.#command = command;
  }

  /** Takes the option or positional at an index. @returns How many tokens it has. */
  take(argv: readonly string[], index: number): number {
    const token = argv[index]!;
    if (this.#onlyPositionals || !/^-./.test(token) || /^-\d/.test(token)) {
      this.#words.push(token);
      return 1;
    }
    if (token === "--") {
      this.#onlyPositionals = true;
      return 1;
    }
    return token.startsWith("--")
      ? this.#long(argv, index, token)
      : this.#short(argv, index, token);
  }

  finish(): OptionValues {
    const words = assignWords(this.#words, this.#positionals);
    const values = new OptionValues(this.#byName, this.#texts, this.#json, words.byName);
    checkOptions([...this.#byName.values()], values, this.#command);
    checkWords(words, this.#positionals, this.#command);
    return values;
  }

  #long(argv: readonly string[], index: number, token: string): number {
    const { name, path, inline } = splitLong(token);
    const option = this.#byName.get(name);
    if (option?.kind === "json") {
      return this.#jsonArgument(option, path, inline, argv, index);
    }
    // Only JSON options have dotted forms: for any other the dot is part of the name.
    if (path !== null || option === undefined) {
      return this.#negatedOrUnknown(name, path, inline, token);
    }
    if (option.kind === "boolean") {
      this.#set(option, [inline === null ? "true" : this.#booleanText(option, inline)]);
      return 1;
    }
    if (inline !== null) {
      this.#set(option, [inline]);
      return 1;
    }
    return this.#valueFollows(option, `--${name}`, argv, index);
  }

  #short(argv: readonly string[], index: number, token: string): number {
    const option = this.#startOf(token);
    if (option === null) {
      throw new UnexpectedWords(`Unknown option "${token}"`, [token], this.#seeHelp());
    }
    const rest = token.slice(1 + option.short!.length);
    if (option.kind === "boolean") {
      // Short switches may be joined: -wj is -w -j.
      if (rest !== "" && this.#startOf(`-${rest}`) === null) {
        throw new UsageError(`-${option.short} takes no value, found "${token}"`);
      }
      this.#set(option, ["true"]);
      return rest === "" ? 1 : this.#short(argv, index, `-${rest}`);
    }
    if (rest !== "") {
      this.#set(option, [rest.replace(/^=/, "")]);
      return 1;
    }
    return this.#valueFollows(option, `-${option.short}`, argv, index);
  }

  /** The option that a token with one dash begins with; of several that with the longest name: -tp is no -t. */
  #startOf(token: string): Option | null {
    const names = [...this.#byShort.keys()].filter((name) => token.startsWith(`-${name}`));
    const longest = names.reduce((best, name) => name.length > best.length ? name : best, "");
    return this.#byShort.get(longest) ?? null;
  }

  #valueFollows(option: Option, shown: string, argv: readonly string[], index: number): number {
    const next = argv[index + 1];
    if (option.kind === "optional-string" && (next === undefined || next.startsWith("-"))) {
      this.#set(option, [""]);
      return 1;
    }
    if (option.values !== undefined) return this.#valuesFollow(option, shown, argv, index);
    this.#set(option, [this.#value(shown, next)]);
    return 2;
  }

  /** As argparse of Python: the values end before the next word that looks like an option. */
  #valuesFollow(option: Option, shown: string, argv: readonly string[], index: number): number {
    const words = argv.slice(index + 1);
    const end = words.findIndex(looksLikeOption);
    const values = end < 0 ? words : words.slice(0, end);
    if (values.length === 0 && option.values === "one-or-more") {
      values.push(this.#value(shown, words[0] === "--" ? undefined : words[0]));
    }
    this.#set(option, values);
    return 1 + values.length;
  }

  /** A value may begin with a dash, but an option of ours in its place means that it was forgotten. */
  #value(shown: string, next: string | undefined): string {
    if (next === undefined || this.#isOption(next)) {
      throw new UsageError(`${shown} needs a value${next === undefined ? "" : `, found ${next}`}`);
    }
    return next;
  }

  #isOption(token: string): boolean {
    if (!token.startsWith("--")) return token[0] === "-" && this.#byShort.has(token.slice(1));
    const { name } = splitLong(token);
    return this.#byName.has(name) || this.#negated(name) !== undefined;
  }

  #jsonArgument(
    option: Option,
    path: string | null,
    inline: string | null,
    argv: readonly string[],
    index: number,
  ): number {
    const shown = `--${option.name}${path === null ? "" : `.${path}`}`;
    const text = inline ?? this.#value(shown, argv[index + 1]);
    let argument = this.#json.get(option.name);
    if (argument === undefined || (path === null && !argument.isDotted)) {
      argument = new JsonArgument(option.name);
      this.#json.set(option.name, argument);
    }
    if (path === null) argument.addText(text);
    else argument.addDotted(path, text);
    return inline === null ? 2 : 1;
  }

  #negatedOrUnknown(
    name: string,
    path: string | null,
    inline: string | null,
    token: string,
  ): number {
    const positive = this.#negated(name);
    if (path === null && positive !== undefined) {
      if (inline !== null) throw new UsageError(`--${name} takes no value, found "${inline}"`);
      this.#set(positive, ["false"]);
      return 1;
    }
    const names = [...this.#byName.values()].flatMap(({ name, kind, default: value }) =>
      kind === "boolean" && value === "true" ? [name, `no-${name}`] : [name]
    );
    const near = closestName(name, names);
    const [shown = ""] = token.split("=");
    const hint = near === null ? "" : `, did you mean --${near}?`;
    throw new UnexpectedWords(`Unknown option "${shown}"`, [shown], hint + this.#seeHelp());
  }

  /** The boolean option that `--no-NAME` turns off. */
  #negated(name: string): Option | undefined {
    if (!name.startsWith("no-")) return undefined;
    const option = this.#byName.get(name.slice("no-".length));
    return option?.kind === "boolean" ? option : undefined;
  }

  #booleanText(option: Option, text: string): string {
    if (/^(true|false)$/i.test(text)) return text.toLowerCase();
    throw new UsageError(`--${option.name} is "${text}", expected true or false`);
  }

  #set(option: Option, texts: readonly string[]): void {
    const before = option.repeatable ? this.#texts.get(option.name) ?? [] : [];
    this.#texts.set(option.name, [...before, ...texts]);
  }

  #seeHelp(): string {
    return `; see ${this.#command} --help`;
  }
}

/** `--A_b.c_d=v` -> name `A-b`, path `c_d`, inline `v`. */
function splitLong(token: string): { name: string; path: string | null; inline: string | null } {
  const equals = token.indexOf("=");
  const key = token.slice(2, equals < 0 ? undefined : equals);
  const inline = equals < 0 ? null : token.slice(equals + 1);
  const dot = key.indexOf(".");
  return {
    name: (dot < 0 ? key : key.slice(0, dot)).replaceAll("_", "-"),
    path: dot < 0 ? null : key.slice(dot + 1),
    inline,
  };
}

/** Negative numbers and text with blanks are none. */
function looksLikeOption(token: string): boolean {
  return /^-./.test(token) && !/^-\d+$|^-\d*\.\d+$/.test(token) && !token.includes(" ");
}
