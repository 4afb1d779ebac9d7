/** The configuration of a server as it took effect, from what the server says of itself. */
import type { ConfigurationSource } from "../engine/engine.ts";
import { parseJson } from "../json/parse.ts";
import { pyJson } from "../json/python.ts";
import { pythonDictionary } from "../json/python_literal.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/value.ts";
import { sha256 } from "../plan/sha256.ts";
import { isSecretName } from "../secrets/mod.ts";

/** What a server said. */
export interface Configuration {
  /** Values by `section.name`, or by `name` where there are no sections. Null: it did not tell. */
  readonly values: ReadonlyMap<string, Json> | null;
  /** Arguments that differ from their defaults, by their names in the program; null where its log does not tell. */
  readonly args: JsonObject | null;
  /** Equal for servers that were started alike; null where too little is known to say that. */
  readonly fingerprint: string | null;
}

/** A server that says nothing. */
export const NO_CONFIGURATION: Configuration = { values: null, args: null, fingerprint: null };

/** Digits of a fingerprint. */
const FINGERPRINT_LENGTH = 16;

/**
 * Reads what a server said.
 *
 * @param answer Its answer to the path of the source; null if there was none.
 * @param log The log of its start.
 */
export function readConfiguration(
  answer: string | null,
  log: string,
  source: ConfigurationSource,
): Configuration {
  const values = answer === null ? null : valuesOf(answer, source);
  const line = source.argsLine === null ? null : source.argsLine.exec(log);
  const args = line === null ? null : pythonDictionary(log.slice(line.index + line[0].length));
  const isWhole = values !== null && (source.argsLine === null || args !== null);
  return { values, args, fingerprint: isWhole ? fingerprintOf(values, args, source) : null };
}

function valuesOf(answer: string, source: ConfigurationSource): ReadonlyMap<string, Json> | null {
  let root: Json | undefined;
  try {
    root = parseJson(answer).value;
  } catch {
    return null;
  }
  if (source.root !== null) root = isJsonObject(root) ? root.get(source.root) : undefined;
  if (!isJsonObject(root)) return null;
  const values = new Map<string, Json>();
  for (const [name, value] of root) {
    if (source.hasSections && isJsonObject(value)) {
      for (const [inner, item] of value) values.set(`${name}.${inner}`, item);
    } else values.set(name, value);
  }
  return values;
}

/** A hash over all of it but what differs between two equal starts. */
function fingerprintOf(
  values: ReadonlyMap<string, Json>,
  args: JsonObject | null,
  { differs }: ConfigurationSource,
): string {
  const kept = (entries: Iterable<[string, Json]>) =>
    new Map(
      [...entries].filter(([name]) => !differs.test(name)).sort(([a], [b]) => a < b ? -1 : 1),
    );
  return sha256(pyJson([kept(values), kept(args ?? [])])).slice(0, FINGERPRINT_LENGTH);
}

/** The values that are worth keeping: those that are no lists and no objects, without secrets. */
export function plainValues({ values }: Configuration): Record<string, Json> {
  return Object.fromEntries(
    [...values ?? []].filter(([name, value]) =>
      (value === null || typeof value !== "object" || "text" in value) &&
      !isSecretName(name.slice(name.lastIndexOf(".") + 1))
    ),
  );
}
