/** A base command with the overrides of a parameter set put in. */
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { pyJson, pyNumber } from "../json/python.ts";
import { ENV_KEY, NAME_KEY } from "../spec/sweep.ts";
import { UsageError } from "../lib/errors.ts";
import type { Engine } from "../engine/engine.ts";
import { engineOf } from "../engine/engines.ts";
import { flagName, flagOf, withUnderscores } from "../engine/flags.ts";
import { flagPlaces } from "./flag_places.ts";
import { mergePart, removeParts } from "./json_flag.ts";

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
    if (engine.modelFlags.includes(flagOf(key))) applyModel(argv, key, value, where, engine);
    else applyParameter(argv, key, value, where, engine);
  }
  return argv;
}

function applyParameter(
  argv: string[],
  key: string,
  value: Json,
  where: string,
  engine: Engine,
): void {
  const flag = flagOf(key);
  const dot = flag.indexOf(".");
  const head = dot < 0 ? flag : flag.slice(0, dot);
  const names = engine.aliases.find((names) => names.includes(head)) ?? [head];
  if (dot > 0 && mergePart(argv, names, head, flag.slice(dot + 1), value)) return;
  const partsAt = dot < 0 ? removeParts(argv, names) : null;
  // Under another name the last one wins, and it is appended; but what is to go must go under every name.
  const asked = value === null && dot < 0 ? names : [flag];
  const places = flagPlaces(argv, key, asked, value, where, engine);
  const kept = value === null ? undefined : places.at(-1);
  const base = kept === undefined ? [] : argv.slice(kept.index, kept.index + kept.length);
  const tokens = value === null ? [] : flagTokens(key, value, base, engine);
  for (const { index, length } of places.toReversed()) {
    if (kept?.index === index) argv.splice(index, length, ...tokens);
    else argv.splice(index, length);
  }
  if (kept === undefined) argv.splice(partsAt ?? argv.length, 0, ...tokens);
}

/** The model, which many servers take as a word of its own; a flag beside it they do not heed. */
function applyModel(
  argv: string[],
  key: string,
  value: Json,
  where: string,
  engine: Engine,
): void {
  const place = engine.modelWord(argv) ?? null;
  const places = flagPlaces(argv, key, engine.modelFlags, value, where, engine);
  if (place === null && (places.length === 0 || value === null)) {
    return applyParameter(argv, key, value, where, {
      ...engine,
      aliases: [engine.modelFlags],
    });
  }
  if (value !== null && typeof value !== "string" && !(value instanceof JsonNumber)) {
    throw new UsageError(`Cannot apply ${where}: "${key}" is to be the model, expected a string`);
  }
  if (place === null) {
    const kept = places.at(-1)!;
    const written = argv[kept.index]!.replace(/=.*$/s, "");
    for (const { index, length } of places.toReversed()) {
      argv.splice(index, length, ...index === kept.index ? [written, wordOf(value!)] : []);
    }
    return;
  }
  argv.splice(place, 1, ...value === null ? [] : [wordOf(value)]);
  const shift = value === null ? 1 : 0;
  for (const { index, length } of places.toReversed()) {
    argv.splice(index > place ? index - shift : index, length);
  }
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
  const [first = "", second = /=(.*)$/s.exec(first)?.[1] ?? ""] = base;
  const takesSeveral = severalWords.includes(flag) && !/^[[{]/.test(second);
  const words = takesSeveral || base.length > 2 ? value.map(wordOf) : [pyJson(value)];
  return [spelled(flag), ...words];
}

/** A value as one word. */
function wordOf(value: Json): string {
  if (typeof value === "string") return value;
  return value instanceof JsonNumber ? pyNumber(value) : pyJson(value);
}
