import { assertEquals, assertThrows } from "@std/assert";
import type { Json } from "../../json/value.ts";
import { toPlain } from "../../json/plain.ts";
import type { BenchKindName } from "./kind.ts";
import { benchKindOf } from "./kinds.ts";
import { isOtherProgram } from "./vllm.ts";

const RESULTS = new URL("../../../tests/fixtures/bench_results/", import.meta.url);
const PLACE = { directory: "/x/.run=0", name: "run=0.json", run: 0 };

function result(name: BenchKindName, file: string): Record<string, unknown> {
  const text = Deno.readTextFileSync(new URL(file, RESULTS));
  return toPlain(benchKindOf([], name).read!(text) as Json) as Record<string, unknown>;
}

function only(object: Record<string, unknown>, ...keys: string[]): unknown[] {
  return keys.map((key) => object[key]);
}

Deno.test("the kind of a benchmark is told by its command, unless it is named", () => {
  for (
    const [command, kind] of [
      ["vllm bench serve --model m", "vllm"],
      ["./bench.sh", "vllm"],
      ["python3 -m sglang.bench_serving --backend sglang", "sglang"],
      ["python3 /src/python/sglang/bench_serving.py", "sglang"],
      ["aiperf profile -m m", "aiperf"],
      ["docker run image genai-perf profile -m m", "aiperf"],
      ["/venv/bin/guidellm benchmark --target http://127.0.0.1:8000", "guidellm"],
      ["python3 -m guidellm benchmark", "guidellm"],
      ["vllm bench serve --model /models/guidellm", "vllm"],
      ["env A=1 vllm bench serve --tokenizer aiperf", "vllm"],
    ] as const
  ) assertEquals([command, benchKindOf(command.split(" ")).name], [command, kind]);
  assertEquals(benchKindOf(["aiperf"], "command").name, "command");
});

Deno.test("each kind is told where its result goes, and looked for there", () => {
  const told = (name: BenchKindName) => {
    const kind = benchKindOf([], name);
    return [kind.appended(PLACE), kind.env(PLACE), kind.resultNames(PLACE)[0]];
  };
  assertEquals(told("sglang"), [["--output-file", "/x/.run=0/sglang.jsonl"], {}, "sglang.jsonl"]);
  assertEquals(told("aiperf"), [["--artifact-dir", "/x/.run=0"], {}, "profile_export_aiperf.json"]);
  assertEquals(told("guidellm"), [
    ["--output-path", "/x/.run=0/benchmarks.json"],
    {},
    "benchmarks.json",
  ]);
  assertEquals(told("command"), [[], {
    SERVESWEEP_RESULT_FILE: "/x/.run=0/run=0.json",
    SERVESWEEP_RESULT_DIR: "/x/.run=0",
    SERVESWEEP_RUN: "0",
  }, "run=0.json"]);
});

Deno.test("SGLang: the last line counts, with vLLM's names and a rate without a limit", () => {
  const read = result("sglang", "sglang.jsonl");
  assertEquals(
    only(
      read,
      "completed",
      "request_rate",
      "mean_e2el_ms",
      "p99_e2el_ms",
      "total_token_throughput",
    ),
    [10, "inf", 2051.5, 2400.9, 1097.142857142857],
  );
  assertEquals(only(read, "mean_ttft_ms", "p95_itl_ms", "accept_length"), [61.25, 19, null]);
  assertEquals("mean_e2e_latency_ms" in read, false);
});

Deno.test("AIPerf: counts, latencies and the first errors", () => {
  const read = result("aiperf", "profile_export_aiperf.json");
  assertEquals(only(read, "num_prompts", "completed", "failed", "duration"), [100, 95, 5, 38]);
  assertEquals(
    only(read, "mean_ttft_ms", "median_tpot_ms", "p99_e2el_ms", "output_throughput"),
    [61.25, 15.25, 2400, 320.5],
  );
  assertEquals(read["errors"], [
    "400 BadRequest: This model's maximum context length is 1024 tokens",
  ]);
  const older = benchKindOf([], "aiperf").read!(
    `{"records": {"request_count": {"avg": 4}, "time_to_first_token": {"avg": 5, "p50": NaN}}}`,
  );
  assertEquals(toPlain(older), { num_prompts: 4, completed: 4, failed: 0, mean_ttft_ms: 5 });
});

Deno.test("GuideLLM: seconds become ms, and what its time limit cut off is no failure", () => {
  const read = result("guidellm", "benchmarks.json");
  assertEquals(only(read, "num_prompts", "completed", "failed", "duration"), [44, 44, 0, 91]);
  assertEquals(
    only(read, "mean_e2el_ms", "p99_itl_ms", "std_ttft_ms", "total_input_tokens"),
    [2050, 5.25, 9.5, 45584],
  );
  assertEquals("mean_tpot_ms" in read, false);
});

Deno.test("what is no result of one run says why", () => {
  const read = (name: BenchKindName, text: string) => () => benchKindOf([], name).read!(text);
  assertThrows(read("sglang", "[1]"), Error, "its last line is no JSON object");
  assertThrows(read("aiperf", "{}"), Error, "no number of requests");
  assertThrows(read("aiperf", `{"was_cancelled": true}`), Error, "cancelled");
  assertThrows(read("guidellm", `{"benchmarks": [{}, {}]}`), Error, "holds 2 benchmarks");
  for (const name of ["sglang", "aiperf", "guidellm"] as const) {
    assertThrows(read(name, `{"torn": `), SyntaxError);
  }
});

Deno.test("a program that does not know vLLM's flags is known by what it says", () => {
  for (
    const line of [
      "bench_serving.py: error: unrecognized arguments: --percentile-metrics ttft --save-result",
      "Error: No such option: --save-result",
      "error: unexpected argument '--percentile-metrics' found",
      "error: invalid parameter for argument: --percentile-metrics",
      "flag provided but not defined: -percentile-metrics",
    ]
  ) assertEquals([line, isOtherProgram([line])], [line, true]);
  assertEquals(isOtherProgram(["usage: bench [--save-result]", "error: invalid model"]), false);
});
