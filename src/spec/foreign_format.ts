/** Parameter sets in another format than JSON: what it is, and how it becomes JSON. */
import { pyJson } from "../json/python.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/value.ts";
import { parseJson } from "../json/parse.ts";

/** A format, and what to do with a file of it. */
interface Format {
  readonly name: string;
  readonly extension: RegExp;
  readonly looksLike: (text: string) => boolean;
  readonly remedy: (origin: string) => string;
}

/** A command of Python that prints a file as JSON. @param module Library that has the reader. */
const python = (module: string, value: string, origin: string) =>
  `python3 -c 'import json, sys, ${module}; json.dump(${value}, sys.stdout)' < ${origin} > params.json`;

const FORMATS: readonly Format[] = [
  {
    name: "JSON lines",
    extension: /\.(jsonl|ndjson)$/i,
    looksLike(text) {
      const lines = text.split("\n").filter((line) => line.trim() !== "");
      return lines.length > 1 && lines.slice(0, 100).every(isJson);
    },
    remedy: (origin) =>
      'put the lines into a list, [{"key": 1}, {"key": 2}]' +
      (isFile(origin) ? `: jq -s . ${origin} > params.json` : ""),
  },
  {
    name: "YAML",
    extension: /\.ya?ml$/i,
    looksLike: (text) => /^(?:\s*#.*\n|\s*\n)*(?:---|%YAML|- |[\w"'-]+:(?:\s|$))/.test(text),
    remedy: (origin) => `turn it into JSON: ${python("yaml", "yaml.safe_load(sys.stdin)", origin)}`,
  },
  {
    name: "TOML",
    extension: /\.toml$/i,
    looksLike: (text) =>
      /^(?:\s*#.*\n|\s*\n)*(?:\[{1,2}[\w."-]+\]{1,2}\s*$|[\w."-]+\s*=\s*\S)/m.test(text),
    remedy: (origin) =>
      `turn it into JSON: ${python("tomllib", "tomllib.load(sys.stdin.buffer)", origin)}`,
  },
  {
    name: "CSV",
    extension: /\.[ct]sv$/i,
    looksLike: (text) => /^[\w".-]+(?:[,;\t][\w".-]+)+\r?\n/.test(text),
    remedy: (origin) =>
      "write each row as an object of a list: " +
      python("csv", "list(csv.DictReader(sys.stdin))", origin),
  },
];

/**
 * What a text that is no JSON seems to be, and the remedy.
 *
 * @param origin File, or option, that the text comes from.
 * @returns A clause for an error; null if it looks like nothing that is known.
 */
export function foreignFormat(text: string, origin: string): string | null {
  const format = FORMATS.find(({ extension }) => extension.test(origin)) ??
    FORMATS.find(({ looksLike }) => looksLike(text));
  return format === undefined
    ? null
    : `it looks like ${format.name}, and parameter sets are read as JSON: ${format.remedy(origin)}`;
}

/** So many combinations of a grid are shown. */
const SHOWN = 4;

/**
 * Sets of a grid, an object whose values are lists to be combined, as somebody would write them out.
 *
 * @returns JSON text, shortened; null if the object is no grid.
 */
export function writtenOut(value: JsonObject): string | null {
  const entries = [...value];
  if (entries.some(([, item]) => isJsonObject(item))) return null;
  const lists = entries.map(([key, item]): [string, Json[]] => [
    key,
    Array.isArray(item) ? item : [item],
  ]);
  const count = lists.reduce((product, [, items]) => product * items.length, 1);
  if (count === 0 || !entries.some(([, item]) => Array.isArray(item))) return null;
  const sets = Array.from({ length: Math.min(count, SHOWN) }, (_, index) => {
    let rest = index;
    const chosen = lists.toReversed().map(([key, items]): [string, Json] => {
      const item = items[rest % items.length]!;
      rest = Math.floor(rest / items.length);
      return [key, item];
    });
    return pyJson(new Map(chosen.toReversed()));
  });
  return `[${sets.join(", ")}${count > SHOWN ? ", ..." : ""}]`;
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

function isFile(origin: string): boolean {
  return !origin.startsWith("-");
}
