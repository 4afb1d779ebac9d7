/** The object of run=N.json: the benchmark's result with what was varied, as vLLM merges it. */
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { ENV_KEY } from "../spec/sweep.ts";
import { withoutSecrets } from "../spec/without_secrets.ts";

/**
 * The result, then `run_number`, the serve set and the bench set. A key that is there already keeps its place and gets the
 * later value. `_env` is ours and stays out: the journal has it. Secrets of the sets stay out too.
 */
export function runObject(
  result: JsonObject,
  run: number,
  serve: JsonObject,
  bench: JsonObject,
): JsonObject {
  const merged = new Map<string, Json>(result);
  merged.set("run_number", JsonNumber.of(run));
  for (const set of [serve, bench]) {
    for (const [key, value] of withoutSecrets(set)) if (key !== ENV_KEY) merged.set(key, value);
  }
  return merged;
}
