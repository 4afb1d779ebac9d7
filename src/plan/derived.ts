/** Combinations that a policy makes while the sweep runs: a planned workload with some parameters set, a level of its load. */
import type { Json, JsonObject } from "../json/value.ts";
import { applyParameters } from "./argv.ts";
import { derivedDirectory } from "./directory.ts";
import type { Combination } from "./plan.ts";
import { type Workload, workloadOf } from "./workload.ts";

/**
 * A combination with another load than the planned one. Its directory is that of the planned one with `WL--request_rate=8.4`
 * behind it, as vLLM's `serve_workload` names it; its key is that of its own command.
 *
 * @param base The planned combination.
 * @param params What is set, in place of what the bench set has for it.
 * @throws {UsageError} If it cannot be told which words of the command belong to a flag of them.
 */
export function derivedCombination(base: Combination, params: JsonObject): Combination {
  const directory = derivedDirectory(base.directory, params);
  return {
    workload: derivedWorkload(base.workload, params),
    directory,
    runs: [],
    base: base.directory,
  };
}

function derivedWorkload(base: Workload, params: JsonObject): Workload {
  const { identity: _, argv, warmupArgv, ...planned } = base;
  // The unmeasured run keeps its own number of prompts.
  const ofWarmup = new Map([...params].filter(([key]) => key !== "num_prompts"));
  return workloadOf({
    ...planned,
    id: derivedDirectory(base.id, params),
    params: new Map<string, Json>([...base.params, ...params]),
    argv: applyParameters(argv, params, "the load"),
    warmupArgv: warmupArgv === null ? null : applyParameters(warmupArgv, ofWarmup, "the load"),
  });
}
