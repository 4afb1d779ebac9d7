/** Names of combination directories, as vLLM makes them. */
import type { JsonObject } from "../json/value.ts";
import { pyStr } from "../json/python.ts";
import { ENV_KEY, NAME_KEY } from "../spec/sweep.ts";
import { withoutSecrets } from "../spec/without_secrets.ts";
import { sha256 } from "./sha256.ts";

/** Longest file name of common Linux file systems, in bytes. */
const NAME_MAX_BYTES = 255;

/** Hex digits of the hash that tells apart directories whose names are equal or too long. */
const HASH_DIGITS = 8;

const encoder = new TextEncoder();

/** The name of a parameter set: its `_benchmark_name`, or `k=v` joined by `-`, values as Python prints them, without secrets. */
export function setName(params: JsonObject): string {
  const name = params.get(NAME_KEY);
  if (name !== undefined) return pyStr(name);
  const parts: string[] = [];
  for (const [key, value] of withoutSecrets(params)) {
    if (key === ENV_KEY && value instanceof Map) {
      for (const [variable, text] of value) parts.push(`${variable}=${pyStr(text)}`);
    } else {
      parts.push(`${key}=${pyStr(value)}`);
    }
  }
  return parts.join("-");
}

/**
 * Directory of a combination inside the experiment directory; empty when both sets are empty: then it is the
 * experiment directory itself. A name over 255 bytes is cut and gets a hash of the sets; so does one with characters that act on a
 * terminal or hide, which become `_`.
 *
 * @param names Names of the sets, where they are known: a plan has each set in many combinations.
 */
export function combinationDirectory(
  serve: JsonObject,
  bench: JsonObject,
  names: { readonly serve?: string; readonly bench?: string } = {},
): string {
  const parts: string[] = [];
  if (serve.size > 0) parts.push("SERVE-", names.serve ?? setName(serve));
  if (bench.size > 0) parts.push("BENCH-", names.bench ?? setName(bench));
  return safe(sanitize(parts.join("-")), serve, bench);
}

/**
 * Directory of a planned combination with some parameters set anew: the name of that with `WL--k=v` behind it, as vLLM's
 * `serve_workload` has it. A name over 255 bytes is cut and gets a hash.
 */
export function derivedDirectory(directory: string, params: JsonObject): string {
  const name = sanitize(`${directory === "" ? "" : `${directory}-`}WL--${setName(params)}`);
  return safe(name, new Map([["of", directory]]), params);
}

/** What is known of a combination by its directory: its own, or that of the planned one which it is derived from. */
export function plannedIn<T>(known: ReadonlyMap<string, T>, directory: string): T | undefined {
  return known.get(directory) ?? known.get(directory.replace(/(^|-)WL--.*$/s, ""));
}

/** A name that differs for different sets: cut to 255 bytes, with a short hash of both sets at the end. */
export function withHash(name: string, serve: JsonObject, bench: JsonObject): string {
  const text = [serve, bench].map((set) => pyStr(withoutSecrets(set))).join("\n");
  const suffix = "-" + sha256(text).slice(0, HASH_DIGITS);
  // Code points, not UTF-16 units: half a surrogate pair is no file name. A code point is a byte at least.
  const points = [...name].slice(0, NAME_MAX_BYTES);
  while (byteLength(points.join("")) + suffix.length > NAME_MAX_BYTES) points.pop();
  return points.join("") + suffix;
}

/** The name as it is, if it is short and harmless enough for a file. */
function safe(name: string, serve: JsonObject, bench: JsonObject): string {
  const shown = name.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "_");
  return shown !== name || byteLength(name) > NAME_MAX_BYTES ? withHash(shown, serve, bench) : name;
}

/** vLLM's `sanitize_filename`: no separators, no way up, no quotes around. */
function sanitize(name: string): string {
  return name.replaceAll("/", "_").replaceAll("..", "__")
    .replace(/^'+|'+$/g, "").replace(/^"+|"+$/g, "");
}

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
