/** The plan of a session of version 0.1, which wrote it into sweep.json: as much of it as there is. */
import { isJsonObject, type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import type { PlannedSession, PlannedStart } from "./planned.ts";

/** The starts of a session of sweep.json; none where its plan is in plan.json. What is not as it was written is passed over. */
export function manifestStarts(session: JsonObject): PlannedSession {
  return objects(session.get("serve")).flatMap((start): PlannedStart[] => {
    const name = start.get("name");
    if (typeof name !== "string") return [];
    const argv = start.get("argv");
    return [{
      name,
      argv: Array.isArray(argv) ? argv.filter((word) => typeof word === "string") : [],
      params: paramsOf(start),
      combinations: objects(start.get("combinations")).flatMap((combination) => {
        const directory = combination.get("directory");
        if (typeof directory !== "string") return [];
        const runs = countOf(combination.get("runs"));
        return [{ directory, params: paramsOf(combination), runs }];
      }),
    }];
  });
}

function paramsOf(side: JsonObject): JsonObject {
  const params = side.get("params");
  return isJsonObject(params) ? params : new Map();
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function countOf(value: Json | undefined): number | null {
  const number = value instanceof JsonNumber ? value.toNumber() : NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}
