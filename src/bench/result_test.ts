import { assertEquals } from "@std/assert";
import { pyJson } from "../json/python.ts";
import { benchmarkOf, SPEC_DECODE } from "./_benchmark.ts";
import { type Benchmark, resultJson } from "./result.ts";

// deno-lint-ignore no-explicit-any
function plain(benchmark: Benchmark): any {
  return JSON.parse(pyJson(resultJson(benchmark)));
}

Deno.test("floats have a fraction and counts have none, as Python writes them", () => {
  const text = pyJson(resultJson(benchmarkOf("--request-rate 5 --max-concurrency 2")));

  for (
    const part of [
      '"request_rate": 5.0, "burstiness": 1.0, "max_concurrency": 2, "duration": 2.0, "completed": 1, "failed": 1,',
      '"total_input_tokens": 8, "total_output_tokens": 3, "request_throughput": 0.5, "request_goodput": null,',
      '"max_output_tokens_per_s": 2.0, "max_concurrent_requests": 1, "mean_ttft_ms": 250.0,',
    ]
  ) {
    assertEquals(text.includes(part), true, `${part} in ${text}`);
  }
});

Deno.test("a detailed result has a list entry for each request, failed ones included", () => {
  const result = plain(benchmarkOf("--save-detailed"));

  assertEquals(result.input_lens, [8, 8]);
  assertEquals(result.output_lens, [3, 0]);
  assertEquals(result.itls, [[0.25, 0.5], []]);
  assertEquals(result.errors, ["", "HTTP 500"]);
  assertEquals(result.generated_texts, ["abc", ""]);
  const keys = Object.keys(result);
  assertEquals(
    keys.slice(keys.indexOf("total_token_throughput") + 1, keys.indexOf("mean_ttft_ms")),
    [
      ..."input_lens output_lens ttfts itls latencies start_times queue_times".split(" "),
      ..."generated_texts errors max_output_tokens_per_s max_concurrent_requests".split(" "),
    ],
  );
});

Deno.test("percentiles are named after their number", () => {
  const result = plain(benchmarkOf("--percentile-metrics ttft --metric-percentiles 50.0,99.9"));

  assertEquals(Object.keys(result).slice(-5), [
    ..."mean_ttft_ms median_ttft_ms std_ttft_ms p50_ttft_ms p99.9_ttft_ms".split(" "),
  ]);
});

Deno.test("times in the queue are reported only where a limit makes requests wait", () => {
  const metrics = "--percentile-metrics client_queue_time,e2el_including_client_queue";
  const has = (more: string): boolean[] => {
    const result = plain(benchmarkOf(`${metrics}${more}`));
    return [
      "mean_client_queue_time_ms" in result,
      "mean_e2el_including_client_queue_ms" in result,
    ];
  };

  assertEquals(has(""), [false, false]);
  assertEquals(has(" --max-concurrency 2"), [true, false]);
  assertEquals(has(" --max-concurrency 2 --request-rate 5"), [true, true]);
});

Deno.test("metadata stands before the load, and may not take the place of what was measured", () => {
  const result = plain(benchmarkOf("--metadata tp=1 completed=99 --label mine"));

  assertEquals([result.tp, result.completed, result.label], ["1", 1, "mine"]);
  const keys = Object.keys(result);
  assertEquals(keys.slice(keys.indexOf("num_prompts"), keys.indexOf("request_rate")), [
    "num_prompts",
    "tp",
    "completed",
  ]);
});

Deno.test("a goodput is there if a limit was given", () => {
  assertEquals(plain(benchmarkOf("--goodput ttft:250")).request_goodput, 0.5);
  assertEquals(plain(benchmarkOf("--goodput ttft:249")).request_goodput, 0);
});

Deno.test("a ramp-up and speculative decoding add their keys", () => {
  const ramp = "--ramp-up-strategy linear --ramp-up-start-rps 1 --ramp-up-end-rps 2";
  const rateChanges = [{ rps: 1, timestamp: "2025-01-02T03:04:05.000000" }];
  const result = plain(benchmarkOf(ramp, { rateChanges, specDecode: SPEC_DECODE }));

  const { ramp_up_strategy, ramp_up_start_rps, ramp_up_end_rps, rps_change_events } = result;
  assertEquals([ramp_up_strategy, ramp_up_start_rps, ramp_up_end_rps], ["linear", 1, 2]);
  assertEquals(rps_change_events, rateChanges);
  assertEquals(result.spec_decode_acceptance_length, 2.5);
  assertEquals(result.spec_decode_per_position_acceptance_rates, [0.9, 0.6]);
});

Deno.test("the tokenizer is that of the model unless another or none is named", () => {
  const of = (text: string): unknown => plain(benchmarkOf(text)).tokenizer_id;

  assertEquals(of(""), "org/model");
  assertEquals(of("--tokenizer t"), "t");
  assertEquals(of("--skip-tokenizer-init"), null);
});
