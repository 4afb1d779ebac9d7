/** Tokens per second and user against tokens per second and GPU, counted as `vllm bench sweep plot_pareto` does. */
import { UsageError } from "../../lib/errors.ts";
import { pyRepr } from "../../json/python.ts";
import type { Json, JsonObject } from "../../json/value.ts";
import { floatOf, numericValue } from "../numeric.ts";
import type { PlotRun } from "./grouping.ts";

/** Where users and GPUs are counted. */
export interface ParetoRequest {
  readonly userCountVar: string | null;
  readonly gpuCountVar: string | null;
}

/** A run on the plane. */
export interface ParetoPoint {
  readonly run: PlotRun;
  readonly tokensPerUser: number;
  readonly tokensPerGpu: number;
  readonly users: number;
  readonly gpus: number;
}

const THROUGHPUT = "output_throughput";

/** The ways to spread a model over GPUs, each by its name and its short one. */
const PARALLEL = [
  ["tensor_parallel_size", "tp"],
  ["pipeline_parallel_size", "pp"],
  ["data_parallel_size", "dp"],
];

/**
 * Places every run whose number of users is known.
 *
 * @param gpuCount GPUs of the server of a run by its command; null where that is not known. It counts only where no parameter of
 * the run speaks of GPUs.
 * @returns The points, and the number of runs without a number of users.
 * @throws {UsageError} If a run has no throughput, or text where a number is needed.
 */
export function paretoPoints(
  runs: readonly PlotRun[],
  request: ParetoRequest,
  gpuCount: (run: PlotRun) => number | null,
): { points: ParetoPoint[]; skipped: number } {
  const points: ParetoPoint[] = [];
  let skipped = 0;
  for (const run of runs) {
    const throughput = numberAt(run.result, [THROUGHPUT]);
    if (throughput === null) {
      throw new UsageError(
        `Cannot find ${THROUGHPUT} in a run of "${run.directory || "."}". It has: ${
          [...run.result.keys()].join(", ")
        }`,
      );
    }
    const users = userCount(run.result, request.userCountVar);
    if (users === null) {
      skipped++;
      continue;
    }
    const gpus = ownGpuCount(run.result, request.gpuCountVar) ?? gpuCount(run) ?? 1;
    const [tokensPerUser, tokensPerGpu] = [throughput / users, throughput / gpus];
    points.push({ run, tokensPerUser, tokensPerGpu, users, gpus });
  }
  return { points, skipped };
}

/** The variable, else the request rate; if that is null, 0 or without bound the observed peak of concurrent requests. */
function userCount(result: JsonObject, variable: string | null): number | null {
  const names = [...(variable === null ? [] : [variable]), "request_rate"];
  const configured = numberAt(result, names);
  if (configured && Number.isFinite(configured)) return configured;
  return numberAt(result, ["max_concurrent_requests"]) || null;
}

/** The variable, else the product of the parallel sizes; null if the run has none of them. */
function ownGpuCount(result: JsonObject, variable: string | null): number | null {
  const direct = variable === null ? null : numberAt(result, [variable]);
  if (direct) return direct;
  const sizes = PARALLEL.map((names) => numberAt(result, names)).filter((size) => size !== null);
  return sizes.length === 0 ? null : sizes.reduce((product, size) => product * (size || 1), 1);
}

/**
 * The number at the first of the keys that is there, in any spelling with dashes or underscores; null if there is none, or null.
 *
 * @throws {UsageError} If it is something else.
 */
function numberAt(result: JsonObject, names: readonly string[]): number | null {
  const spellings = names.flatMap((name) => [
    name,
    name.replaceAll("_", "-"),
    name.replaceAll("-", "_"),
  ]);
  const key = spellings.find((name) => result.has(name));
  const value: Json = key === undefined ? null : result.get(key)!;
  if (value === null) return null;
  const number = numericValue(value) ?? (typeof value === "string" ? floatOf(value) : null);
  if (number !== null) return number;
  throw new UsageError(`Cannot count with ${key}: expected a number, found ${pyRepr(value)}`);
}
