/** Reads a command line by a table of options. */
import { UsageError } from "../lib/errors.ts";
import { JsonArgument } from "./json_argument.ts";
import type { Option } from "./option.ts";
import { closestName } from "./suggest.ts";
import { OptionValues } from "./option_values.ts";

/**
 * Reads the arguments of a command.
 *
 * @param command How the command is called, for messages: `servesweep serve`.
 * @throws {UsageError} For anything that the table does not allow; the message names option, value and what is expected.
 */
export function readOptions(
  argv: readonly string[],
  options: readonly Option[],
  command: string,
): OptionValues {
  const reader = new Reader(options, command);
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
  const reader = new Reader(options, "");
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
  readonly #command: string;
  readonly #texts = new Map<string, string[]>();
  readonly #json = new Map<string, JsonArgument>();
  readonly #positionals: string[] = [];
  #onlyPositionals = false;

  constructor(options: readonly Option[], command: string) {
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
      this.#positionals.push(token);
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
    for (const option of this.#byName.values()) {
      const isThere = this.#texts.has(option.name) || this.#json.has(option.name);
      if (option.required && !isThere) {
        throw new UsageError(
          `Missing --${option.name} ${option.metavar ?? ""}`.trimEnd() + this.#seeHelp(),
        );
      }
    }
    const values = new OptionValues(this.#byName, this.#texts, this.#json, this.#positionals);
    for (const option of this.#byName.values()) check(option, values);
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
      this.#set(option, inline === null ? "true" : this.#booleanText(option, inline));
      return 1;
    }
    if (inline !== null) {
      this.#set(option, inline);
      return 1;
    }
    return this.#valueFollows(option, `--${name}`, argv, index);
  }

  #short(argv: readonly string[], index: number, token: string): number {
    const option = this.#byShort.get(token[1]!);
    if (option === undefined) {
      throw new UsageError(`Unknown option "${token}"${this.#seeHelp()}`);
    }
    const rest = token.slice(2);
    if (option.kind === "boolean") {
      if (rest !== "") throw new UsageError(`-${option.short} takes no value, found "${token}"`);
      this.#set(option, "true");
      return 1;
    }
    if (rest !== "") {
      this.#set(option, rest.replace(/^=/, ""));
      return 1;
    }
    return this.#valueFollows(option, token, argv, index);
  }

  #valueFollows(option: Option, shown: string, argv: readonly string[], index: number): number {
    const next = argv[index + 1];
    if (option.kind === "optional-string" && (next === undefined || next.startsWith("-"))) {
      this.#set(option, "");
      return 1;
    }
    this.#set(option, this.#value(shown, next));
    return 2;
  }

  /** A value may begin with a dash, but an option of ours in its place means that it was forgotten. */
  #value(shown: string, next: string | undefined): string {
    if (next === undefined || this.#isOption(next)) {
      throw new UsageError(`${shown} needs a value${next === undefined ? "" : `, found ${next}`}`);
    }
    return next;
  }

  #isOption(token: string): boolean {
    if (/^-[A-Za-z]$/.test(token)) return this.#byShort.has(token[1]!);
    if (!token.startsWith("--")) return false;
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
      this.#set(positive, "false");
      return 1;
    }
    const names = [...this.#byName.values()].flatMap(({ name, kind, default: value }) =>
      kind === "boolean" && value === "true" ? [name, `no-${name}`] : [name]
    );
    const near = closestName(name, names);
    throw new UsageError(
      `Unknown option "${token.split("=")[0]}"` +
        (near === null ? "" : `, did you mean --${near}?`) + this.#seeHelp(),
    );
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

  #set(option: Option, text: string): void {
    const texts = this.#texts.get(option.name);
    if (texts !== undefined && option.repeatable) texts.push(text);
    else this.#texts.set(option.name, [text]);
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

/** Reads every value once, so that a bad one is found before anything starts. */
function check(option: Option, values: OptionValues): void {
  const { name, kind, choices } = option;
  if (!values.has(name)) return;
  if (kind === "integer") values.optionalInteger(name);
  else if (kind === "number") values.optionalNumber(name);
  else if (kind === "duration") values.optionalDurationMs(name);
  else if (kind === "size") values.optionalBytes(name);
  if (choices === undefined) return;
  for (const text of values.list(name)) {
    if (!choices.includes(text)) {
      throw new UsageError(`--${name} is "${text}", expected ${listed(choices)}`);
    }
  }
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
