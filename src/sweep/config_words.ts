/** Configuration files of servers, whose keys are their flags: `port: 8001`. */
import { parse } from "@std/yaml/parse";
import { readTextIfThere } from "../lib/files.ts";

/** The flags of a file as words: `--port`, `8001`. None where it is not there or is none: its server says why. */
export function configWords(path: string): readonly string[] {
  let value: unknown;
  try {
    value = parse(readTextIfThere(path) ?? "");
  } catch {
    return [];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    const flag = `--${key.replaceAll("_", "-")}`;
    if (item === true || item === null) return [flag];
    if (item === false) return [];
    const items: unknown[] = Array.isArray(item) ? item : [item];
    return [
      flag,
      ...items.map((item) => typeof item === "object" ? JSON.stringify(item) : String(item)),
    ];
  });
}
