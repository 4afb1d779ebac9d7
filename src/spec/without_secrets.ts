/** A parameter set as it may be shown: it becomes the name of a directory and a part of results. */
import type { JsonObject } from "../json/value.ts";
import { Masker } from "../secrets/mod.ts";
import { NAME_KEY } from "./sweep.ts";

const masker = new Masker([]);

/** Every combination has its sets: each set is looked through once. */
const DONE = new WeakMap<JsonObject, JsonObject>();

/** The set with a mask in place of each secret. Its name stays: whoever gives one means it to be seen. */
export function withoutSecrets(params: JsonObject): JsonObject {
  let result = DONE.get(params);
  if (result === undefined) {
    result = new Map(masker.value(params));
    const name = params.get(NAME_KEY);
    if (name !== undefined) result.set(NAME_KEY, name);
    DONE.set(params, result);
  }
  return result;
}
