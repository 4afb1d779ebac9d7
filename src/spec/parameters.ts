/** Parameter files: a list of objects, or an object of named objects, in JSON or JSONC. */
import { UsageError } from "../lib/errors.ts";
import { parseJson, type Position } from "../json/parse.ts";
import { pyRepr, pyStr } from "../json/python.ts";
import { isJsonObject, type Json, jsonKind, JsonNumber, type JsonObject } from "../json/value.ts";
import { repeatedKey } from "./repeated_key.ts";
import { foreignFormat, writtenOut } from "./foreign_format.ts";
import { ENV_KEY, NAME_KEY, type ParameterSet } from "./sweep.ts";
import { withoutSecrets } from "./without_secrets.ts";

/** Where parameter sets come from. */
export interface ParametersSource {
  /** What they are, for messages: `serve params`. */
  readonly what: string;
  /** File or option that they stand in. */
  readonly origin: string;
  /** The text, or the value where there is none (`--serve-params.a.b 1`). */
  readonly content: { readonly text: string } | { readonly value: Json };
}

/** ` (line 2, column 5)`, for a sentence; empty where there is no text. */
type PlaceOf = (path: Path) => string;

type Path = (string | number)[];

/**
 * Reads parameter sets.
 *
 * @throws {UsageError} If the text is no JSON or anything in it is not allowed. The message names file, line, column and path.
 */
export function readParameterSets(source: ParametersSource): ParameterSet[] {
  const { what, origin, content } = source;
  // Text on the command line has its option for an origin.
  const subject = origin.startsWith("--") ? origin : `${what} "${origin}"`;
  let positionOf: ((path: Path) => Position) | null = null;
  let value: Json;
  if ("text" in content) {
    try {
      const document = parseJson(content.text);
      value = document.value;
      positionOf = (path) => document.positionOf(path);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const format = foreignFormat(content.text, origin);
      throw new UsageError(
        `Cannot read ${subject}: ${error.message}${format === null ? "" : `; ${format}`}`,
      );
    }
  } else {
    value = content.value;
  }
  const fail = (path: Path, problem: string): never => {
    const place = positionOf?.(path);
    const where = place === undefined ? "" : `line ${place.line}, column ${place.column}: `;
    const shown = path.length === 0 ? "" : `${pathText(path)}: `;
    throw new UsageError(`Cannot read ${subject}: ${where}${shown}${problem}`);
  };
  const placeOf = (path: Path) => {
    const place = positionOf?.(path);
    return place === undefined ? "" : ` (line ${place.line}, column ${place.column})`;
  };
  if ("text" in content) checkRepeated(content.text, isJsonObject(value), subject);
  const items = itemsOf(value, fail);
  for (const { path, params } of items) checkSet(params, path, fail, placeOf);
  rejectDuplicates(items, fail);
  return items.map(({ path, params }) => ({ params, origin: `${origin}: ${pathText(path)}` }));
}

/** @throws {UsageError} If a key stands twice in one object. @param isNamed The outermost object is one of names. */
function checkRepeated(text: string, isNamed: boolean, subject: string): void {
  const twice = repeatedKey(text);
  if (twice === null) return;
  const { key, inside = [], first, second } = twice;
  const [here, there] = [second, first].map(({ line, column }) => `line ${line}, column ${column}`);
  const isName = isNamed && inside.length === 0;
  throw new UsageError(
    `Cannot read ${subject}: ${here}: ${pathText([...inside, key])}: this ${
      isName ? "name" : "key"
    } stands at ${there} too; ${
      isName ? "names must differ" : "only one of them can hold: remove the other"
    }`,
  );
}

type Fail = (path: Path, problem: string) => never;

interface Item {
  readonly path: Path;
  readonly params: JsonObject;
}

/** The sets with their places; a name of the object form becomes the first key, as in vLLM. */
function itemsOf(value: Json, fail: Fail): Item[] {
  if (Array.isArray(value)) {
    if (value.length === 0) fail([], "the list is empty, expected at least one parameter set");
    return value.map((item, index) => ({ path: [index], params: asSet(item, [index], fail) }));
  }
  if (!isJsonObject(value)) {
    return fail(
      [],
      `expected a list of objects or an object of named objects, found ${kind(value)}`,
    );
  }
  if (value.size === 0) fail([], "the object is empty, expected at least one named parameter set");
  return [...value].map(([name, item]) => {
    const params = asSet(item, [name], fail, value);
    return { path: [name], params: new Map([[NAME_KEY, name as Json], ...params]) };
  });
}

function asSet(item: Json, path: Path, fail: Fail, all: JsonObject | null = null): JsonObject {
  if (isJsonObject(item)) return item;
  const sets = all === null ? null : writtenOut(all);
  if (sets !== null) {
    return fail(
      path,
      `expected a parameter set (an object), found ${kind(item)}: ` +
        `a grid of values is not combined, write every combination out: ${sets}`,
    );
  }
  const hint = typeof path[0] === "string"
    ? ' (a file with one unnamed set is a list: [{"key": value}])'
    : "";
  return fail(path, `expected a parameter set (an object), found ${kind(item)}${hint}`);
}

function checkSet(params: JsonObject, path: Path, fail: Fail, placeOf: PlaceOf): void {
  const spellings = new Map<string, string>();
  for (const [key, value] of params) {
    const at = [...path, key];
    const flag = flagText(key, value);
    const other = spellings.get(flag);
    if (other !== undefined) {
      fail(
        at,
        `${JSON.stringify(key)} and ${JSON.stringify(other)}${
          placeOf([...path, other])
        } are one flag: only one of them can hold, remove the other`,
      );
    }
    spellings.set(flag, key);
    if (key === NAME_KEY) {
      if (typeof value !== "string" || value.trim() === "") {
        fail(
          at,
          `expected a name (a string that is not empty), found ${kind(value)} ${pyRepr(value)}`,
        );
      }
      const name = value as string;
      // deno-lint-ignore no-control-regex
      if (/[\0-\x1f\x7f]/.test(name) || !name.isWellFormed()) {
        fail(at, `the name ${JSON.stringify(name)} has a character that no file name should have`);
      }
    } else if (key === ENV_KEY) {
      checkEnv(value, at, fail);
    } else if (!isFlagName(key)) {
      fail(
        at,
        `${
          JSON.stringify(key)
        } is no name of a flag: write it without dashes in front, spaces or "="`,
      );
    } else if (key.startsWith("_")) {
      fail(at, `keys that begin with "_" are reserved: ${NAME_KEY} and ${ENV_KEY}`);
    } else {
      checkText(value, at, fail);
    }
  }
}

/** Equal for spellings of one flag: `_` and `-` are the same up to the first dot, and a switch is turned off by `no-`. */
function flagText(key: string, value: Json): string {
  const flag = key.replace(/^[^.]*/, (name) => name.replaceAll("_", "-"));
  return typeof value === "boolean" ? flag.replace(/^no-/, "") : flag;
}

/** It becomes an argument and a part of a directory's name. */
function isFlagName(key: string): boolean {
  // deno-lint-ignore no-control-regex
  return /^[^-\s=\0-\x1f\x7f][^\s=\0-\x1f\x7f]*$/.test(key) && key.isWellFormed();
}

function checkEnv(value: Json, at: Path, fail: Fail): void {
  if (!isJsonObject(value)) {
    return fail(at, `expected an object of variables, found ${kind(value)}`);
  }
  for (const [name, text] of value) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      fail([...at, name], `${JSON.stringify(name)} is no name of an environment variable`);
    }
    if (typeof text !== "string" && !(text instanceof JsonNumber)) {
      fail([...at, name], `expected a string or a number, found ${kind(text)}`);
    }
    checkText(text, [...at, name], fail);
  }
}

function rejectDuplicates(items: readonly Item[], fail: Fail): void {
  const names = new Map<string, Path>();
  const sets = new Map<string, Path>();
  for (const { path, params } of items) {
    const name = params.get(NAME_KEY);
    const seen = name === undefined ? sets : names;
    // Python calls 1, 1.0 and True equal, but they are different arguments: compared as they are printed.
    const key = name === undefined ? canonical(params) : pyStr(name);
    const first = seen.get(key);
    if (first !== undefined) {
      fail(
        path,
        name === undefined
          ? `the same parameter set as ${
            pathText(first)
          }; remove one, or name both with "${NAME_KEY}"`
          : `the name "${key}" is that of ${pathText(first)} too; names must differ`,
      );
    }
    seen.set(key, path);
  }
}

/**
 * Text that is equal for sets that make the same arguments. The order of the keys counts: it is that of the arguments. Secrets
 * do not: another token measures the same.
 */
function canonical(params: JsonObject): string {
  return [...withoutSecrets(params)].map(([key, value]) =>
    `${JSON.stringify(key)}:${pyRepr(value)}`
  ).join();
}

/** Text reaches a command line or an environment, and neither can carry NUL or half a surrogate pair. */
function checkText(value: Json, at: Path, fail: Fail): void {
  if (holdsNul(value)) fail(at, "a value cannot hold the character NUL");
  if (typeof value === "string" && !value.isWellFormed()) {
    fail(at, "a value cannot hold half a surrogate pair");
  }
}

function holdsNul(value: Json): boolean {
  if (typeof value === "string") return value.includes("\0");
  if (Array.isArray(value)) return value.some(holdsNul);
  return isJsonObject(value) &&
    [...value].some(([key, item]) => key.includes("\0") || holdsNul(item));
}

/** `[2].request_rate`, `small.max_num_seqs`, `["two words"]`. */
function pathText(path: Path): string {
  return path.map((step, index) => {
    if (typeof step === "number") return `[${step}]`;
    if (!/^[A-Za-z_][\w.-]*$/.test(step)) return `[${JSON.stringify(step)}]`;
    return index === 0 ? step : `.${step}`;
  }).join("");
}

function kind(value: Json): string {
  const name = jsonKind(value);
  return name === "null" ? name : `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}
