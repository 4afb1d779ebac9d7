/** One row a combination: what it was and what came out, for tables, exports, plots and the report. */
import { pyRepr } from "../json/python.ts";
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { engineOf, OTHER } from "../engine/engines.ts";
import { NAME_KEY } from "../spec/sweep.ts";
import type { Experiment, ExperimentCombination, ExperimentFailure } from "./experiment.ts";
import { gpuCount } from "./gpus.ts";
import { summarize, type Summary } from "./statistics.ts";

/** A combination with its numbers over its runs. */
export interface Row {
  /** Directory inside the experiment directory; empty for the directory itself. */
  readonly directory: string;
  /** Name of the server start; null where it cannot be told. */
  readonly server: string | null;
  /** Parameters whose values differ between the combinations of the experiment, without `_benchmark_name`. */
  readonly serveParams: JsonObject;
  readonly benchParams: JsonObject;
  /** Number of valid runs. */
  readonly runs: number;
  readonly failures: readonly ExperimentFailure[];
  /** GPUs of the server: as it was started, else tensor times pipeline times data parallel size. */
  readonly gpus: number;
  /** By key of the result, in its order, then what is derived: `tokens_per_s_per_gpu`, `tokens_per_s_per_user`. */
  readonly metrics: ReadonlyMap<string, Summary>;
  /** Everything else. */
  readonly combination: ExperimentCombination;
}

/** Settings that a result repeats: numbers, but nothing measured. */
const SETTINGS = new Set(["num_prompts", "request_rate", "burstiness", "max_concurrency"]);

/** Rows in the order of the combinations. */
export function combinationRows(experiment: Experiment): Row[] {
  const { combinations } = experiment;
  const serveKeys = varyingKeys(combinations.map(({ serveParams }) => serveParams));
  const benchKeys = varyingKeys(combinations.map(({ benchParams }) => benchParams));
  const gpusOf = gpuCounts(experiment);
  return combinations.map((combination) => {
    const { directory, server, serveParams, benchParams, runs, failures } = combination;
    const gpus = gpusOf(combination);
    return {
      directory,
      server,
      serveParams: only(serveParams, serveKeys),
      benchParams: only(benchParams, benchKeys),
      runs: runs.length,
      failures,
      gpus,
      metrics: metricsOf(combination, gpus),
      combination,
    };
  });
}

/** The number that a value is; `inf` as the load generator writes it; null for anything else, NaN included. */
export function numberOf(value: Json | undefined): number | null {
  if (value instanceof JsonNumber) return Number.isNaN(value.toNumber()) ? null : value.toNumber();
  return value === "inf" ? Infinity : value === "-inf" ? -Infinity : null;
}

/** The measured numbers of one run, in the order of its result, then the derived ones. */
export function runMetrics(
  result: JsonObject,
  params: ReadonlySet<string>,
  gpus: number,
): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const [key, value] of result) {
    // What comes behind is the parameters.
    if (key === "run_number") break;
    if (SETTINGS.has(key) || params.has(key) || !(value instanceof JsonNumber)) continue;
    const number = numberOf(value);
    if (number !== null) numbers.set(key, number);
  }
  const throughput = numbers.get("output_throughput");
  if (throughput !== undefined) {
    numbers.set("tokens_per_s_per_gpu", throughput / gpus);
    const users = userCount(result);
    if (users !== null) numbers.set("tokens_per_s_per_user", throughput / users);
  }
  return numbers;
}

/**
 * How many users a load stands for, as `vllm bench sweep plot_pareto` counts: `max_concurrency`; without that key the request
 * rate; else the peak of concurrent requests. Null if it is not known, or without bound.
 */
export function userCount(result: JsonObject): number | null {
  const configured = numberOf(
    result.has("max_concurrency") ? result.get("max_concurrency") : result.get("request_rate"),
  );
  const users = configured || numberOf(result.get("max_concurrent_requests"));
  return users !== null && Number.isFinite(users) && users > 0 ? users : null;
}

/** The parameters of a combination that name no metric although the result has such a key. */
export function paramKeys({ serveParams, benchParams }: ExperimentCombination): Set<string> {
  return new Set([...serveParams.keys(), ...benchParams.keys()]);
}

function metricsOf(combination: ExperimentCombination, gpus: number): Map<string, Summary> {
  const params = paramKeys(combination);
  const values = new Map<string, number[]>();
  for (const { result } of combination.runs) {
    for (const [key, number] of runMetrics(result, params, gpus)) {
      const list = values.get(key);
      if (list === undefined) values.set(key, [number]);
      else list.push(number);
    }
  }
  return new Map([...values].map(([key, numbers]) => [key, summarize(numbers)]));
}

/** Keys whose values differ, or that some sets lack, in the order of their first appearance. */
export function varyingKeys(sets: readonly JsonObject[]): string[] {
  const seen = new Map<string, Set<string>>();
  sets.forEach((set, index) => {
    for (const [key, value] of set) {
      let values = seen.get(key);
      // One that comes later was missing before.
      if (values === undefined) seen.set(key, values = new Set(index > 0 ? [""] : []));
      values.add(pyRepr(value));
    }
    for (const [key, values] of seen) if (!set.has(key)) values.add("");
  });
  return [...seen].filter(([key, values]) => key !== NAME_KEY && values.size > 1)
    .map(([key]) => key);
}

function only(set: JsonObject, keys: readonly string[]): JsonObject {
  return new Map(keys.filter((key) => set.has(key)).map((key) => [key, set.get(key)!]));
}

/**
 * How many GPUs the server of a combination takes: the journal says what its starts were given. For a program of no known kind
 * that is 1 unless the command line said more; then its parameters may.
 */
function gpuCounts(experiment: Experiment): (combination: ExperimentCombination) => number {
  const argvs = serveArgvs(experiment);
  const started = new Map<string, { readonly gpus: number; readonly isCertain: boolean }>();
  for (const event of experiment.events) {
    // Older journals do not have it.
    if (event.type !== "server-starting" || !(event.gpus > 0)) continue;
    const isCertain = event.gpus > 1 || engineOf(event.argv) !== OTHER;
    started.set(event.server, { gpus: event.gpus, isCertain });
  }
  return ({ server, serveParams }) => {
    const start = server === null ? undefined : started.get(server);
    if (start?.isCertain) return start.gpus;
    return gpuCount(argvs.get(server ?? "") ?? null, serveParams);
  };
}

/** Commands of the server starts by their names, with parameters put in; the last session counts. */
function serveArgvs({ plans }: Experiment): Map<string, readonly string[]> {
  return new Map(plans.flatMap((starts) => starts.map(({ name, argv }) => [name, argv])));
}
