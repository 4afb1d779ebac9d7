/** What is varied, and how often each combination is measured. */
import type { Option } from "../../cli/option.ts";
import type { OptionValues } from "../../cli/read.ts";
import { type ParamsSource, paramsSource } from "../params_source.ts";

/** Parameter sets and repetitions. */
export interface ParameterArgs {
  readonly serveParams: ParamsSource | null;
  readonly benchParams: ParamsSource | null;
  readonly linkVars: string;
  readonly numRuns: number;
  readonly warmupNumPrompts: number;
}

const GROUP = "Parameters";

/** Options of what is swept. */
export const PARAMETER_OPTIONS: readonly Option[] = [
  {
    name: "serve-params",
    kind: "json",
    metavar: "FILE|JSON",
    group: GROUP,
    help: "Parameter sets of the server: path of a JSON or JSONC file, or JSON text. A list of " +
      "objects, or an object of named objects. The server is started once for each",
  },
  {
    name: "bench-params",
    kind: "json",
    metavar: "FILE|JSON",
    group: GROUP,
    help: "Parameter sets of the benchmark, in the same form. Every serve set is measured with " +
      "every bench set",
  },
  {
    name: "link-vars",
    kind: "string",
    metavar: "A=B,...",
    default: "",
    group: GROUP,
    help:
      "Keep a combination only if the serve set has A, the bench set has B, and they are equal: " +
      "max_num_seqs=max_concurrency",
  },
  {
    name: "num-runs",
    kind: "integer",
    metavar: "N",
    default: "3",
    min: 1,
    max: 100_000,
    group: GROUP,
    help: "Repetitions of every combination",
  },
  {
    name: "warmup-num-prompts",
    kind: "integer",
    metavar: "N",
    default: "0",
    min: 0,
    group: GROUP,
    help: "Prompts of one run before each combination that is not measured; 0 for none",
  },
];

/** Reads them. */
export function readParameters(values: OptionValues): ParameterArgs {
  return {
    serveParams: paramsSource(values, "serve-params"),
    benchParams: paramsSource(values, "bench-params"),
    linkVars: values.string("link-vars"),
    numRuns: values.integer("num-runs"),
    warmupNumPrompts: values.integer("warmup-num-prompts"),
  };
}
