/** How many GPUs a server takes. */
import { flagValue } from "../plan/flags.ts";
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";

/** The ways to spread a model: each as parameters and as flags of vLLM and SGLang. */
const PARALLEL = [
  ["tensor_parallel_size", "tp", "tp_size"],
  ["pipeline_parallel_size", "pp", "pp_size"],
  ["data_parallel_size", "dp", "dp_size"],
] as const;

/**
 * Tensor times pipeline times data parallel size, each 1 where nothing says otherwise, as `vllm bench sweep plot_pareto` counts.
 *
 * @param argv The serve command with its parameters, which count if it is known.
 * @param params The serve set, for directories without a journal.
 */
export function gpuCount(argv: readonly string[] | null, params: JsonObject): number {
  return PARALLEL.reduce((count, names) => {
    const flags = names.flatMap((name) => {
      const dashed = name.replaceAll("_", "-");
      return [`--${dashed}`, `-${dashed}`];
    });
    const size = numberOf(argv === null ? null : flagValue(argv, flags)) ??
      numberOf(first(params, names));
    return count * (size ?? 1);
  }, 1);
}

function first(params: JsonObject, names: readonly string[]): Json | undefined {
  for (const name of names) {
    const value = params.get(name) ?? params.get(name.replaceAll("_", "-"));
    if (value !== undefined) return value;
  }
  return undefined;
}

function numberOf(value: Json | undefined): number | null {
  const number = value instanceof JsonNumber
    ? value.toNumber()
    : typeof value === "string" && value.trim() !== ""
    ? Number(value)
    : NaN;
  return Number.isFinite(number) && number > 0 ? number : null;
}
