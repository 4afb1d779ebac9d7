import { assertEquals } from "@std/assert";
import { benchmarkOf, SPEC_DECODE } from "./_benchmark.ts";
import { failuresText, summaryText } from "./summary.ts";

function table(text: string): string {
  return text.split("\n").map((line) => line.trimEnd()).join("\n");
}

Deno.test("the table has the lines of vllm bench serve", () => {
  const text = summaryText(
    benchmarkOf(
      "--request-rate 5 --max-concurrency 2 --percentile-metrics ttft --goodput ttft:250",
      { specDecode: SPEC_DECODE },
    ),
  );

  assertEquals(
    table(text),
    `============ Serving Benchmark Result ============
Successful requests:                     1
Failed requests:                         1
Maximum request concurrency:             2
Request rate configured (RPS):           5.00
Benchmark duration (s):                  2.00
Total input tokens:                      8
Total generated tokens:                  3
Request throughput (req/s):              0.50
Request goodput (req/s):                 0.50
Output token throughput (tok/s):         1.50
Peak output token throughput (tok/s):    2.00
Peak concurrent requests:                1.00
Total token throughput (tok/s):          5.50
---------------Time to First Token----------------
Mean TTFT (ms):                          250.00
Median TTFT (ms):                        250.00
P99 TTFT (ms):                           250.00
---------------Speculative Decoding---------------
Acceptance rate (%):                     75.00
Acceptance length:                       2.50
Drafts:                                  10
Draft tokens:                            20
Accepted tokens:                         15
Per-position acceptance (%):
  Position 0:                            90.00
  Position 1:                            60.00
==================================================
`,
  );
});

Deno.test("without limits there is no line about them", () => {
  const text = summaryText(benchmarkOf(""));

  for (const label of ["Maximum request", "Request rate configured", "goodput", "Speculative"]) {
    assertEquals(text.includes(label), false, label);
  }
});

Deno.test("the first ten errors are listed", () => {
  const benchmark = benchmarkOf("");
  const failed = benchmark.outcomes[1]!;

  assertEquals(
    failuresText(benchmark),
    "Failed requests during benchmark run detected (capping to 10):\nError 0: HTTP 500\n",
  );
  const lines = failuresText({ ...benchmark, outcomes: Array(12).fill(failed) }).split("\n");
  assertEquals(lines.at(-2), "Error 9: HTTP 500");
  assertEquals(failuresText({ ...benchmark, outcomes: [] }), "");
});
