/** `guidellm benchmark`, 0.2 and later: `benchmarks.json` with a list of benchmarks, of which a run is one. */
import type { Json } from "../../json/value.ts";
import { parseJson } from "../../json/parse.ts";
import { at, type BenchKind, finite, hasProgram, ResultKeys } from "./kind.ts";

const FILE = "benchmarks.json";

/** Its metrics of latency, with what makes ms of them. Its time per output token counts the first one too: vLLM's does not. */
const LATENCIES = [
  ["ttft", "time_to_first_token_ms", 1],
  ["itl", "inter_token_latency_ms", 1],
  ["e2el", "request_latency", 1_000],
] as const;

const MEANS = [
  ["request_throughput", "requests_per_second"],
  ["output_throughput", "output_tokens_per_second"],
  ["total_token_throughput", "tokens_per_second"],
] as const;

const SUMS = [
  ["total_input_tokens", "prompt_token_count"],
  ["total_output_tokens", "output_token_count"],
] as const;

/** GuideLLM. Requests that its time limit cut off are no failures. */
export const GUIDELLM: BenchKind = {
  name: "guidellm",
  isRunBy: (argv) => hasProgram(argv, "guidellm"),
  promptsKey: "max_requests",
  appended: ({ directory }) => ["--output-path", `${directory}/${FILE}`],
  env: () => ({}),
  resultNames: () => [FILE],
  read(text) {
    const benchmarks = at(parseJson(text).value, "benchmarks");
    if (!Array.isArray(benchmarks)) throw new Error(`it has no list "benchmarks"`);
    const [benchmark] = benchmarks;
    if (benchmark === undefined || benchmarks.length > 1) {
      throw new Error(
        `it holds ${benchmarks.length} benchmarks, and a run is one: give one rate, no sweep, and vary it with --bench-params`,
      );
    }
    const metrics = at(benchmark, "metrics");
    const total = (name: string) => finite(at(metrics, "request_totals", name));
    const completed = total("successful");
    if (completed === null) {
      throw new Error(`it has no number of requests ("request_totals")`);
    }
    const failed = total("errored") ?? 0;
    const of = (name: string, ...keys: string[]) => at(metrics, name, "successful", ...keys);
    const keys = new ResultKeys();
    keys.set("num_prompts", completed + failed);
    keys.set("completed", completed);
    keys.set("failed", failed);
    keys.set("duration", finite(at(benchmark, "duration")));
    for (const [key, name] of SUMS) keys.set(key, finite(of(name, "total_sum")));
    for (const [key, name] of MEANS) keys.set(key, finite(of(name, "mean")));
    for (const [key, name, factor] of LATENCIES) {
      keys.statistics(key, {
        mean: of(name, "mean"),
        median: of(name, "median"),
        std: of(name, "std_dev"),
        p90: of(name, "percentiles", "p90"),
        p95: of(name, "percentiles", "p95"),
        p99: of(name, "percentiles", "p99"),
      }, factor);
    }
    keys.errors(errorsOf(at(benchmark, "requests", "errored")));
    return keys.object;
  },
};

function errorsOf(requests: Json | undefined): string[] {
  if (!Array.isArray(requests)) return [];
  return requests.map((request) => at(request, "info", "error") ?? at(request, "error"))
    .filter((error) => typeof error === "string");
}
