/** What the sessions of sweep.json planned: combinations with their parameters, exact to the digit. */
import { isJsonObject, type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { ENV_KEY } from "../spec/sweep.ts";

/** A combination of a plan. */
export interface PlannedCombination {
  readonly directory: string;
  readonly server: string;
  /** Without `_env`. */
  readonly serveParams: JsonObject;
  readonly benchParams: JsonObject;
  readonly runs: number | null;
}

/**
 * The combinations of all sessions by directory: those of the last session in the order of its plan, then what only earlier
 * ones planned. What is not as our manifests have it is passed over.
 *
 * @param sessions Oldest first.
 */
export function plannedCombinations(
  sessions: readonly JsonObject[],
): Map<string, PlannedCombination> {
  const planned = new Map<string, PlannedCombination>();
  for (const session of sessions.toReversed()) {
    const own = new Map<string, PlannedCombination>();
    for (const start of objects(session.get("serve"))) {
      const server = start.get("name");
      if (typeof server !== "string") continue;
      const serveParams = paramsOf(start);
      for (const combination of objects(start.get("combinations"))) {
        const directory = combination.get("directory");
        if (typeof directory !== "string" || planned.has(directory)) continue;
        const benchParams = paramsOf(combination);
        const count = countOf(combination.get("runs"));
        // Its runs may be spread over several starts.
        const others = own.get(directory)?.runs ?? 0;
        const runs = count === null ? null : others + count;
        own.set(directory, { directory, server, serveParams, benchParams, runs });
      }
    }
    for (const [directory, combination] of own) planned.set(directory, combination);
  }
  return planned;
}

function paramsOf(side: JsonObject): JsonObject {
  const params = side.get("params");
  const entries = isJsonObject(params) ? [...params] : [];
  return new Map(entries.filter(([key]) => key !== ENV_KEY));
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function countOf(value: Json | undefined): number | null {
  const number = value instanceof JsonNumber ? value.toNumber() : NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}
