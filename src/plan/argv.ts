/** A base command with the overrides of a parameter set put in. */
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { pyJson, pyNumber } from "../json/python.ts";
import { ENV_KEY, NAME_KEY } from "../spec/sweep.ts";
import { UsageError } from "../lib/errors.ts";
import type { Engine } from "../engine/engine.ts";
import { engineOf } from "../engine/engines.ts";
import { flagName, flagOf, isFlag, withUnderscores } from "../engine/flags.ts";

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Names that only switches have. */
const SWITCH_NAME = /^--(no-)?(enable|disable|use|trust|enforce|ignore|skip|allow|async)-/;

/**
 * Applies a parameter set to a command, in the order of the set. A flag that the command has, in any spelling,
 * is replaced where it stands (of a repeated flag the last one; the others go); any other is appended.
 *
 * @param where What the set is, for messages: `serve.json: [2]`.
 * @param engine Whose flags the command has. @default That of its program.
 * @throws {UsageError} If it cannot be told which tokens of the command belong to a flag.
 */
export function applyParameters(
  command: readonly string[],
  params: JsonObject,
  where: string,
  engine: Engine = engineOf(command),
): string[] {
  const argv = [...command];
  for (const [key, value] of params) {
    if (key === NAME_KEY || key === ENV_KEY) continue;
    const places = occurrences(argv, key, value, where, engine);
    const kept = value === null ? undefined : places.at(-1);
    const base = kept === undefined ? [] : argv.slice(kept.index, kept.index + kept.length);
    const tokens = value === null ? [] : flagTokens(key, value, base, engine);
    for (const { index, length } of places.toReversed()) {
      if (kept?.index === index) argv.splice(index, length, ...tokens);
      else argv.splice(index, length);
    }
    if (kept === undefined) argv.push(...tokens);
  }
  return argv;
}

/**
 * The tokens of one parameter: see "Parameters to arguments" in the README.
 *
 * @param base The tokens that they take the place of.
 */
function flagTokens(
  key: string,
  value: Exclude<Json, null>,
  base: readonly string[],
  { flagSpelling, severalWords }: Engine,
): string[] {
  const flag = flagOf(key);
  const spelled = (flag: string) => {
    const written = base[0]?.replace(/=.*$/s, "") ?? "";
    // What the command says the program takes.
    if (flagSpelling !== "either" && flagName(written) === flag) return written;
    return flagSpelling === "underscores" ? withUnderscores(flag) : flag;
  };
  if (typeof value === "boolean") {
    if (key.includes(".")) return [`${spelled(flag)}=${value}`];
    return [spelled(value ? flag : flagOf("no-" + key))];
  }
  if (!Array.isArray(value)) return [spelled(flag), wordOf(value)];
  const takesSeveral = severalWords.includes(flag) && !/^[[{]/.test(base[1] ?? "");
  const words = takesSeveral || base.length > 2 ? value.map(wordOf) : [pyJson(value)];
  return [spelled(flag), ...words];
}

/** A value as one word. */
function wordOf(value: Json): string {
  if (typeof value === "string") return value;
  return value instanceof JsonNumber ? pyNumber(value) : pyJson(value);
}

/** Where a command has a flag (or its `--no-` form), with the number of tokens that belong to it. */
function occurrences(
  argv: readonly string[],
  key: string,
  value: Json,
  where: string,
  engine: Engine,
): { index: number; length: number }[] {
  const flag = flagOf(key);
  const negated = key.includes(".") ? null : flagOf("no-" + key);
  const places: { index: number; length: number }[] = [];
  // The program itself is no flag. Behind "--" stands the command of a wrapper: its flags count as all others.
  for (let index = 1; index < argv.length; index++) {
    const token = argv[index]!;
    const name = flagName(token);
    if (name === null) continue;
    if (name === negated) places.push({ index, length: 1 });
    else if (name === flag) {
      const values = token.includes("=") ? 0 : valueCount(argv, index, flag, value, where, engine);
      places.push({ index, length: 1 + values });
      index += values;
    }
  }
  return places;
}

/** How many tokens after a flag are its own. */
function valueCount(
  argv: readonly string[],
  index: number,
  flag: string,
  value: Json,
  where: string,
  { severalWords, hasModelBeside }: Engine,
): number {
  let following = 0;
  while (argv[index + 1 + following] !== undefined && !isFlag(argv[index + 1 + following]!)) {
    following++;
  }
  if (following === 0) return 0;
  if (severalWords.includes(flag)) return following;
  const numbers = argv.slice(index + 1, index + 1 + following).findIndex((word) =>
    !NUMBER.test(word)
  );
  const inARow = numbers < 0 ? following : numbers;
  if (inARow > 1) return inARow;
  const next = argv[index + 1]!;
  const isSwitchName = SWITCH_NAME.test(flag);
  if (NUMBER.test(next) || /^(true|false)$/i.test(next)) return 1;
  if (isSwitchName && (value === null || typeof value === "boolean")) return 0;
  if (!isSwitchName && typeof value !== "boolean" && value !== null) return 1;
  // Where there is no other one, this token is the model.
  const hasModel = hasModelBeside(argv, index + 1);
  if (hasModel === false) return 0;
  if (!isSwitchName && (hasModel || value === null)) return 1;
  throw new UsageError(
    `Cannot apply ${where}: "${key(flag)}" is ${
      value === null ? "null" : typeof value === "boolean" ? value : "a value"
    }, and in the command "${flag} ${next}" it is not clear whether "${next}" belongs to ${flag}: ` +
      `write ${flag}=${next}, or put ${flag} at the end of the command`,
  );
}

function key(flag: string): string {
  return flag.slice(2).replaceAll("-", "_");
}
