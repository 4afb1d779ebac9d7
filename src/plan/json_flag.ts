/**
 * Flags whose value is a JSON object that may also be given in parts: `--compilation-config.mode 3`. vLLM makes one object of the
 * parts and puts it behind everything else, so that it silently takes the place of an object that the command has too.
 */
import { parseJson } from "../json/parse.ts";
import { pyJson } from "../json/python.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/value.ts";
import { nameOf } from "./flag_places.ts";

/** A token of a command that gives such an object, or a part of one. */
interface JsonPlace {
  readonly index: number;
  readonly length: number;
  /** Flag, as it is written, without a part. */
  readonly written: string;
  readonly name: string;
  /** Keys that lead to the part; none for the object. */
  readonly path: readonly string[];
  readonly value: Json;
}

/**
 * Puts a part of an object into a command that has the object, or parts of it under another name of the flag.
 *
 * @param names Names of the flag, the one to write first.
 * @param part What follows the first dot of the key.
 * @returns False if the command has neither: then the part is a flag like any other.
 */
export function mergePart(
  argv: string[],
  names: readonly string[],
  flag: string,
  part: string,
  value: Json,
): boolean {
  const places = jsonPlaces(argv, names);
  const objects = places.filter(({ path }) => path.length === 0);
  const hasAlias = places.some(({ name }) => name !== flag);
  if (objects.length === 0 && !hasAlias) return false;
  let merged: JsonObject = new Map(objects.at(-1)?.value as JsonObject | undefined);
  for (const place of places) {
    if (place.path.length > 0) merged = withPart(merged, place.path, place.value);
  }
  merged = withPart(merged, part.split("."), dottedValue(value));
  const at = objects.at(-1) ?? places[0]!;
  // "-O" is of versions before an object was asked for by "-cc".
  const written = at.path.length > 0 && at.written === "-O" ? names[0]! : at.written;
  replace(argv, places, at, [written, pyJson(merged)]);
  return true;
}

/** Takes the parts of an object out of a command: behind everything else they would win. @returns Where the first one stood. */
export function removeParts(argv: string[], names: readonly string[]): number | null {
  const parts = jsonPlaces(argv, names).filter(({ path }) => path.length > 0);
  if (parts.length === 0) return null;
  replace(argv, parts, parts[0]!, []);
  return parts[0]!.index;
}

function replace(
  argv: string[],
  places: readonly JsonPlace[],
  kept: JsonPlace,
  tokens: readonly string[],
): void {
  for (const place of places.toReversed()) {
    argv.splice(place.index, place.length, ...place === kept ? tokens : []);
  }
}

function jsonPlaces(argv: readonly string[], names: readonly string[]): JsonPlace[] {
  const places: JsonPlace[] = [];
  for (let index = 1; index < argv.length; index++) {
    const token = argv[index]!;
    const [name, ...path] = nameOf(token)?.split(".") ?? [];
    if (name === undefined || !names.includes(name)) continue;
    const equals = token.indexOf("=");
    const text = equals < 0 ? argv[index + 1] : token.slice(equals + 1);
    if (text === undefined) continue;
    const value = dottedValue(text);
    if (path.length === 0 && !isJsonObject(value)) continue;
    const written = (equals < 0 ? token : token.slice(0, equals)).split(".")[0]!;
    const length = equals < 0 ? 2 : 1;
    places.push({ index, length, written, name, path, value });
    index += length - 1;
  }
  return places;
}

/** As vLLM takes the value of a part: JSON, else a string. */
function dottedValue(value: Json): Json {
  if (typeof value !== "string") return value;
  try {
    return parseJson(value).value;
  } catch {
    return value;
  }
}

/** An object with a part set; null takes it out. A `+` at the end of the path adds to a list. */
function withPart(
  object: JsonObject,
  [first, ...rest]: readonly string[],
  value: Json,
): JsonObject {
  const result: JsonObject = new Map(object);
  const isAdding = rest.length === 0 && first!.endsWith("+");
  const key = isAdding ? first!.slice(0, -1) : first!;
  const old = result.get(key);
  if (rest.length > 0) {
    if (value === null && !isJsonObject(old ?? null)) return result;
    result.set(
      key,
      withPart(isJsonObject(old ?? null) ? old as JsonObject : new Map(), rest, value),
    );
  } else if (value === null) {
    result.delete(key);
  } else if (isAdding) {
    const more = typeof value === "string"
      ? value.split(",")
      : Array.isArray(value)
      ? value
      : [value];
    result.set(key, [...Array.isArray(old) ? old : [], ...more]);
  } else {
    result.set(key, value);
  }
  return result;
}
