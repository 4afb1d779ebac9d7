/** What was given on a command line, by the names of its options. */
import type { Json } from "../json/value.ts";
import type { JsonArgument } from "./json_argument.ts";
import type { Option } from "./option.ts";
import { integerValue, numberValue, parseDurationMs, parseSizeBytes } from "./values.ts";

/** The values of a command line. A getter throws a TypeError for a name that the table does not have with that kind. */
export class OptionValues {
  readonly #words: ReadonlyMap<string, readonly string[]>;
  readonly #options: ReadonlyMap<string, Option>;
  readonly #texts: ReadonlyMap<string, readonly string[]>;
  readonly #json: ReadonlyMap<string, JsonArgument>;

  constructor(
    options: ReadonlyMap<string, Option>,
    texts: ReadonlyMap<string, readonly string[]>,
    json: ReadonlyMap<string, JsonArgument>,
    words: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#options = options;
    this.#texts = texts;
    this.#json = json;
    this.#words = words;
  }

  /** True if the option was given on the command line. */
  has(name: string): boolean {
    return this.#texts.has(name) || this.#json.has(name);
  }

  /** Names of the options that were given, in the order of their first one. */
  get given(): readonly string[] {
    return [...this.#texts.keys(), ...this.#json.keys()];
  }

  /** The same command line without some of its options. */
  without(names: readonly string[]): OptionValues {
    const kept = <T>(all: ReadonlyMap<string, T>) =>
      new Map([...all].filter(([name]) => !names.includes(name)));
    return new OptionValues(this.#options, kept(this.#texts), kept(this.#json), this.#words);
  }

  /** Text of an option with a default, or one that is required. */
  string(name: string): string {
    return present(name, this.optionalString(name));
  }

  /** Text of an option, or null. */
  optionalString(name: string): string | null {
    return this.#texts.get(name)?.at(-1) ?? this.#option(name).default ?? null;
  }

  /** Choice of an option with a default, or one that is required. @param choices Those of the table. */
  choice<T extends string>(name: string, choices: readonly T[]): T {
    return present(name, this.optionalChoice(name, choices));
  }

  /** Choice of an option, or null. @param choices Those of the table. */
  optionalChoice<T extends string>(name: string, choices: readonly T[]): T | null {
    const text = this.optionalString(name);
    return text === null ? null : chosen(name, text, choices);
  }

  /** Word of a positional, or null where it may be left out. */
  optionalWord(name: string): string | null {
    return this.words(name)[0] ?? null;
  }

  /** Word of a positional that is there. */
  word(name: string): string {
    return present(name, this.optionalWord(name));
  }

  /** Choice of a positional that is there. @param choices Those of the table. */
  wordChoice<T extends string>(name: string, choices: readonly T[]): T {
    return chosen(name, this.word(name), choices);
  }

  /** All words of a positional. */
  words(name: string): readonly string[] {
    const words = this.#words.get(name);
    if (words === undefined) throw new TypeError(`There is no positional "${name}"`);
    return words;
  }

  /** Every text of an option that may be repeated or takes several values, in order. */
  list(name: string): readonly string[] {
    const option = this.#option(name);
    return this.#texts.get(name) ?? (option.default === undefined ? [] : [option.default]);
  }

  /** Whole number of an option, or null. */
  optionalInteger(name: string): number | null {
    const text = this.optionalString(name);
    return text === null ? null : integerValue(this.#option(name), text);
  }

  /** Whole number of an option with a default. */
  integer(name: string): number {
    return present(name, this.optionalInteger(name));
  }

  /** Number of an option, or null; `inf` is Infinity. */
  optionalNumber(name: string): number | null {
    const text = this.optionalString(name);
    return text === null ? null : numberValue(this.#option(name), text);
  }

  /** Number of an option with a default; `inf` is Infinity. */
  number(name: string): number {
    return present(name, this.optionalNumber(name));
  }

  /** Duration of an option in milliseconds, or null. */
  optionalDurationMs(name: string): number | null {
    const text = this.optionalString(name);
    return text === null ? null : parseDurationMs(this.#option(name), text);
  }

  /** Duration of an option with a default, in milliseconds. */
  durationMs(name: string): number {
    return present(name, this.optionalDurationMs(name));
  }

  /** Size of an option in bytes, or null. */
  optionalBytes(name: string): number | null {
    const text = this.optionalString(name);
    return text === null ? null : parseSizeBytes(this.#option(name), text);
  }

  /** Size of an option with a default, in bytes. */
  bytes(name: string): number {
    return present(name, this.optionalBytes(name));
  }

  /** Whether a boolean option is on. */
  boolean(name: string): boolean {
    return this.optionalString(name) === "true";
  }

  /** JSON of an option in whichever form it was given; undefined if it was not. */
  json(name: string): Json | undefined {
    return this.#json.get(name)?.value();
  }

  /** JSON option as it was given: text or dotted forms. Undefined if it was not given. */
  jsonArgument(name: string): JsonArgument | undefined {
    return this.#json.get(name);
  }

  #option(name: string): Option {
    const option = this.#options.get(name);
    if (option === undefined) throw new TypeError(`There is no option "${name}"`);
    return option;
  }
}

function present<T>(name: string, value: T | null): T {
  if (value === null) throw new TypeError(`Option "${name}" has no value and no default`);
  return value;
}

/** What the reader has checked has the type of its choices. */
function chosen<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((choice) => choice === text);
  if (choice === undefined) throw new TypeError(`"${name}" has other choices than ${choices}`);
  return choice;
}
