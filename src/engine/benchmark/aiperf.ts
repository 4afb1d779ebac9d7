/** `aiperf profile` and its predecessor `genai-perf profile`: one JSON object with a table of statistics a metric. */
import type { Json } from "../../json/value.ts";
import { parseJson } from "../../json/parse.ts";
import { at, type BenchKind, finite, hasProgram, ResultKeys } from "./kind.ts";

/** Its metrics of latency, in ms. What it calls inter token latency is one number a request: vLLM's time per output token. */
const LATENCIES = [
  ["ttft", "time_to_first_token"],
  ["tpot", "inter_token_latency"],
  ["e2el", "request_latency"],
] as const;

const AVERAGES = [
  ["duration", "benchmark_duration"],
  ["total_input_tokens", "total_isl"],
  ["total_output_tokens", "total_osl"],
  ["request_throughput", "request_throughput"],
  ["output_throughput", "output_token_throughput"],
  ["total_token_throughput", "total_token_throughput"],
  ["request_goodput", "goodput"],
] as const;

/** NVIDIA AIPerf. */
export const AIPERF: BenchKind = {
  name: "aiperf",
  isRunBy: (argv) => hasProgram(argv, "aiperf", "genai-perf", "genai_perf"),
  promptsKey: "request_count",
  appended: ({ directory }) => ["--artifact-dir", directory],
  env: () => ({}),
  resultNames: () => ["profile_export_aiperf.json", "profile_export_genai_perf.json"],
  read(text) {
    const { value } = parseJson(text);
    if (at(value, "was_cancelled") === true) throw new Error("it was cancelled");
    // Some versions have the metrics one level deeper.
    const metrics = at(value, "request_count") === undefined ? at(value, "records") : value;
    const average = (name: string) => finite(at(metrics, name, "avg"));
    const completed = average("request_count");
    if (completed === null) throw new Error(`it has no number of requests ("request_count")`);
    const failed = average("error_request_count") ?? 0;
    const keys = new ResultKeys();
    keys.set("num_prompts", completed + failed);
    keys.set("completed", completed);
    keys.set("failed", failed);
    for (const [key, name] of AVERAGES) keys.set(key, average(name));
    for (const [key, name] of LATENCIES) {
      const of = (statistic: string) => at(metrics, name, statistic);
      keys.statistics(key, {
        mean: of("avg"),
        median: of("p50"),
        std: of("std"),
        p90: of("p90"),
        p95: of("p95"),
        p99: of("p99"),
      });
    }
    keys.errors(errorsOf(at(value, "error_summary")));
    return keys.object;
  },
};

function errorsOf(summary: Json | undefined): string[] {
  if (!Array.isArray(summary)) return [];
  return summary.map((entry) => {
    const text = (key: string) => {
      const value = at(entry, "error_details", key);
      return typeof value === "string" ? value : finite(value) ?? "";
    };
    return `${text("code")} ${text("type")}: ${text("message")}`.trim();
  });
}
