/**
 * The plan as one JSON document: plan.json. Starts, workloads and cells stand side by side and name one another by id; in memory
 * a start holds its combinations, and each of those its workload. Secrets are masked, as in every file of ours.
 */
import { exactJson } from "../json/exact.ts";
import type { Masker } from "../secrets/mod.ts";
import { maskedPlan } from "./masked_plan.ts";
import type { Combination, Plan, ServerStart } from "./plan.ts";
import type { Workload } from "./workload.ts";

import { PLAN_VERSION } from "./decode_plan.ts";

/** The document, in pieces. Secrets are masked, and what is masked is named in it. */
export function* encodePlan(plan: Plan, masker: Masker): Generator<string> {
  const masked = maskedPlan(plan, masker);
  yield `{"version":${PLAN_VERSION},"starts":[`;
  let separator = "\n";
  for (const start of masked.starts) {
    yield `${separator}${startJson(start)}`;
    separator = ",\n";
  }
  yield "],\n";
  yield* sharedJson(masked);
  yield "}\n";
}

/** One start, without its combinations. */
export function startJson(start: ServerStart): string {
  const { id, name, round, argv, env, server, serverVersion, host, port, urls, healthUrls } = start;
  const { files, afterRun, masked, params } = start;
  // In this order, wherever the plan comes from: the same plan is the same text.
  return withParams({
    ...{ id, name, round, argv, env, server, serverVersion, files, host, port, urls, healthUrls },
    ...{ afterRun, masked },
  }, params);
}

/** What comes after the starts: `"workloads":[...],"cells":[...],"policy":{...}`. */
export function* sharedJson(plan: Plan): Generator<string> {
  const workloads = new Set(plan.starts.flatMap((start) => start.combinations.map(workloadOf)));
  yield `"workloads":[`;
  let separator = "\n";
  for (const workload of workloads) {
    yield separator + workloadJson(workload);
    separator = ",\n";
  }
  yield `],\n"cells":[`;
  separator = "\n";
  for (const { id, combinations } of plan.starts) {
    for (const { workload, directory, runs } of combinations) {
      yield separator + JSON.stringify({ start: id, workload: workload.id, directory, runs });
      separator = ",\n";
    }
  }
  yield `],\n"policy":${JSON.stringify(plan.policy)}`;
}

function workloadOf({ workload }: Combination): Workload {
  return workload;
}

function workloadJson(workload: Workload): string {
  const { id, kind, argv, warmupArgv, env, version, files, masked, params } = workload;
  return withParams({ id, kind, argv, warmupArgv, env, version, files, masked }, params);
}

/** Parameters to the character, the rest as JSON of JavaScript's own. */
function withParams(data: object, params: Workload["params"]): string {
  return `${JSON.stringify(data).slice(0, -1)},"params":${exactJson(params)}}`;
}
