/** How many GPUs a server took of which the journal does not tell. */
import { engineOf, OTHER } from "../engine/engines.ts";
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { assumedGpus } from "../engine/gpu_demand.ts";

/**
 * GPUs by the sizes that a model is spread over, each 1 where nothing says otherwise.
 *
 * @param argv The serve command with its parameters, which count if it is known.
 * @param params The serve set, for directories without a journal: the names of all engines count.
 */
export function gpuCount(argv: readonly string[] | null, params: JsonObject): number {
  if (argv !== null) return assumedGpus({ argv, server: engineOf(argv).name });
  const sizes = [...params].flatMap(([key, value]) => {
    const size = sizeText(value);
    return size === null ? [] : [`--${key}`, size];
  });
  return assumedGpus({ argv: sizes, server: OTHER.name });
}

function sizeText(value: Json): string | null {
  const text = value instanceof JsonNumber ? String(value.toNumber()) : value;
  return typeof text === "string" && /^[1-9]\d*$/.test(text) ? text : null;
}
