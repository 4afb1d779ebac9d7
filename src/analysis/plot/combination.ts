/** Which runs repeat one another. */
import { pyJson } from "../../json/python.ts";
import type { Json, JsonObject } from "../../json/value.ts";

/** The number of the repetition; what follows it in a result are the parameters. */
export const RUN_NUMBER = "run_number";

/** What a result says of the load that was asked for, in front of the run's number. */
const SETTINGS = ["num_prompts", "request_rate", "burstiness", "max_concurrency"];

/**
 * A text that only repetitions of one combination share: the directory, the load and the parameters. The directory alone would not
 * do, as `vllm bench sweep serve_workload` has runs under several loads in one summary.json.
 */
export function combinationId(directory: string, result: JsonObject): string {
  const settings = SETTINGS.map((key): Json => result.get(key) ?? null);
  const keys = [...result.keys()];
  const at = keys.indexOf(RUN_NUMBER);
  const parameters = at < 0 ? [] : keys.slice(at + 1).map((key): Json => [key, result.get(key)!]);
  return pyJson([directory, settings, parameters]);
}
