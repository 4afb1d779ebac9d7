import { assertAlmostEquals, assertEquals } from "@std/assert";
import reference from "../../tests/fixtures/bench/reference.json" with { type: "json" };
import { calculateMetrics, type Latency } from "./metrics.ts";
import type { Objectives } from "./settings/goodput.ts";

const SAME: readonly Latency[] = ["ttft", "tpot", "itl", "e2el"];

for (const { name, durationS, percents, objectives, outcomes, ...rest } of reference.metrics) {
  Deno.test(`the metrics agree with vllm bench serve: ${name}`, () => {
    const { expected, outputLengths } = rest;
    const actual = calculateMetrics(outcomes, {
      durationS,
      percents,
      objectives: objectives as Objectives,
    });

    assertEquals(actual.completed, expected.completed);
    assertEquals(actual.failed, expected.failed);
    assertEquals(actual.inputTokens, expected.total_input);
    assertEquals(actual.outputTokens, expected.total_output);
    assertEquals(actual.outputLengths, outputLengths);
    assertEquals(actual.requestThroughput, expected.request_throughput);
    assertEquals(actual.outputThroughput, expected.output_throughput);
    assertEquals(actual.totalTokenThroughput, expected.total_token_throughput);
    assertEquals(
      actual.requestGoodput,
      Object.keys(objectives).length > 0 ? expected.request_goodput : null,
    );
    assertEquals(actual.peaks, {
      outputTokensPerS: expected.max_output_tokens_per_s,
      concurrentRequests: expected.max_concurrent_requests,
    });
    const numbers = expected as unknown as Record<string, number>;
    const lists = expected as unknown as Record<string, number[][]>;
    for (const latency of SAME) {
      const { mean, median, std, percentiles } = actual.latenciesMs[latency];
      assertAlmostEquals(mean, numbers[`mean_${latency}_ms`]!, 1e-9);
      assertAlmostEquals(std, numbers[`std_${latency}_ms`]!, 1e-9);
      assertEquals(median, numbers[`median_${latency}_ms`]);
      assertEquals(
        percentiles.map(({ percent, value }) => [percent, value]),
        lists[`percentiles_${latency}_ms`],
      );
    }
  });
}

Deno.test("the time in the queue is reported of successful requests only, alone and with the latency", () => {
  const outcome = {
    success: true,
    error: "",
    promptTokens: 1,
    outputTokens: 1,
    startS: 1,
    queueS: 0.5,
    ttftS: 0.25,
    itlS: [],
    latencyS: 0.25,
    text: "",
  };
  const failed = { ...outcome, success: false, error: "HTTP 500", queueS: 9 };

  const { latenciesMs } = calculateMetrics([outcome, failed], {
    durationS: 1,
    percents: [],
    objectives: {},
  });

  assertEquals(latenciesMs.client_queue_time.mean, 500);
  assertEquals(latenciesMs.e2el_including_client_queue.mean, 750);
});
