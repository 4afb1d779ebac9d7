/** What one command line asks for, fully read and checked: the input of the plan. */
import type { BenchKindName } from "../engine/benchmark/kind.ts";
import type { JsonObject } from "../json/value.ts";

/** Key of a parameter set that names it; it becomes no argument. */
export const NAME_KEY = "_benchmark_name";

/** Key of a parameter set that holds environment variables; it becomes no argument. */
export const ENV_KEY = "_env";

/** One JSON object of overrides. */
export interface ParameterSet {
  /** Every key in the order of the text, `_benchmark_name` and `_env` included. */
  readonly params: JsonObject;
  /** Where it was written, for messages: `serve.json: [2]` or `serve.json: "small"`. */
  readonly origin: string;
}

/** A combination is kept only if both sides have the variable and the values are equal. */
export interface Link {
  readonly serve: string;
  readonly bench: string;
}

/** Everything that decides what is run. */
export interface Sweep {
  readonly serveCommand: readonly string[];
  readonly benchCommand: readonly string[];
  /** `--bench-kind`; left out where the command tells. */
  readonly benchKind?: BenchKindName;
  /** Runs after every benchmark run instead of the cache reset. */
  readonly afterBenchCommand: readonly string[] | null;
  readonly serveSets: readonly ParameterSet[];
  readonly benchSets: readonly ParameterSet[];
  readonly links: readonly Link[];
  /** Repetitions of each combination, at least 1. */
  readonly numRuns: number;
  /** Prompts of the unmeasured run before each combination; 0 for none. */
  readonly warmupNumPrompts: number;
  /** Variables of `--env`, for the server, the benchmark and the command after it. */
  readonly env: ReadonlyMap<string, string>;
  /** `--no-cache-reset`: leave the server's caches alone between runs. */
  readonly resetCaches: boolean;
  /** `--health-url`: what to poll instead of the address in the serve command. */
  readonly healthUrl: string | null;
}
