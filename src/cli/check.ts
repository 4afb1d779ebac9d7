/** Checks what was found on a command line, so that a bad value is told before anything starts. */
import { UsageError } from "../lib/errors.ts";
import { UnexpectedWords } from "./errors.ts";
import type { Option } from "./option.ts";
import type { OptionValues } from "./option_values.ts";
import type { Positional } from "./positional.ts";
import { closestName } from "./suggest.ts";

/** @throws {UsageError} If an option is missing, or a value is not what the table allows. */
export function checkOptions(
  options: readonly Option[],
  values: OptionValues,
  command: string,
): void {
  for (const { name, metavar = "", required, unless } of options) {
    if (!required || values.has(name) || (unless !== undefined && values.has(unless))) continue;
    throw new UsageError(`Missing --${name} ${metavar}`.trimEnd() + seeHelp(command));
  }
  for (const option of options) if (values.has(option.name)) checkOption(option, values);
}

function checkOption({ name, kind, choices }: Option, values: OptionValues): void {
  // Each getter throws if the text is none of its kind.
  if (kind === "integer") values.optionalInteger(name);
  else if (kind === "number") values.optionalNumber(name);
  else if (kind === "duration") values.optionalDurationMs(name);
  else if (kind === "size") values.optionalBytes(name);
  if (choices === undefined) return;
  for (const text of values.list(name)) checkChoice(`--${name}`, text, choices);
}

/** Gives each positional of a table its words. @returns Also the words that are too many. */
export function assignWords(
  words: readonly string[],
  positionals: readonly Positional[],
): { readonly byName: ReadonlyMap<string, readonly string[]>; readonly left: readonly string[] } {
  const byName = new Map<string, readonly string[]>();
  let left = words;
  for (const { name, count } of positionals) {
    const takesAll = count === "one-or-more" || count === "any-number";
    const own = takesAll ? left : left.slice(0, 1);
    left = left.slice(own.length);
    byName.set(name, own);
  }
  return { byName, left };
}

/** @throws {UsageError} If there are too few or too many words, or one is not what the table allows. */
export function checkWords(
  { byName, left }: ReturnType<typeof assignWords>,
  positionals: readonly Positional[],
  command: string,
): void {
  for (const positional of positionals) {
    const { name, what, count, choices } = positional;
    const words = byName.get(name)!;
    if (words.length === 0 && (count === "one" || count === "one-or-more")) {
      throw new UsageError(`${command} needs ${what}${choicesText(positional)}${seeHelp(command)}`);
    }
    for (const word of words) {
      if (word === "") throw new UsageError(`${name} is an empty text, expected ${what}`);
      if (choices !== undefined) checkChoice(name, word, choices);
    }
  }
  if (left.length > 0) throw new UnexpectedWords(...unexpected(left, positionals, command));
}

function unexpected(
  words: readonly string[],
  positionals: readonly Positional[],
  command: string,
): ConstructorParameters<typeof UnexpectedWords> {
  const last = positionals.at(-1);
  const reason = last === undefined
    ? "a value with spaces needs quotes"
    : `${command} takes ${last.what.replace(/^an? /, "one ")}${choicesText(last)}`;
  return [`Unexpected argument "${words[0]}"`, words, `: ${reason}${seeHelp(command)}`];
}

function checkChoice(shown: string, text: string, choices: readonly string[]): void {
  if (choices.includes(text)) return;
  const near = closestName(text, choices);
  const hint = near === null ? "" : `; did you mean ${near}?`;
  throw new UsageError(`${shown} is "${text}", expected ${listed(choices)}${hint}`);
}

function choicesText({ choices }: Positional): string {
  return choices === undefined ? "" : `, ${listed(choices)}`;
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function seeHelp(command: string): string {
  return `; see ${command} --help`;
}
