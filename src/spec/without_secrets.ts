/** A parameter set as it may be shown: it becomes the name of a directory and a part of results. */
import type { JsonObject } from "../json/value.ts";
import { Masker } from "../secrets/mod.ts";
import { NAME_KEY } from "./sweep.ts";

const masker = new Masker([]);

/** The set with a mask in place of each secret. Its name stays: whoever gives one means it to be seen. */
export function withoutSecrets(params: JsonObject): JsonObject {
  const result = new Map(masker.value(params));
  const name = params.get(NAME_KEY);
  if (name !== undefined) result.set(NAME_KEY, name);
  return result;
}
