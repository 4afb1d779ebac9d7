import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { config, request } from "../model/_fixture.ts";
import { Sequence } from "../model/sequence.ts";
import { Cluster } from "./cluster.ts";
import { metricsText } from "./metrics.ts";

/** A clock on which every timer fires at once. */
function fastClock() {
  const queue: (() => void)[] = [];
  let nowMs = 0;
  return {
    now: () => nowMs,
    after(ms: number, callback: () => void) {
      queue.push(() => {
        nowMs += ms;
        callback();
      });
      return () => {};
    },
    run() {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) next();
    },
  };
}

const SINK = { token() {}, fail() {} };

Deno.test("the metrics count tokens, requests and cache hits under vLLM's names", () => {
  const clock = fastClock();
  const cluster = new Cluster(config(), { engines: 1, blocks: 1000, clock });
  for (let round = 0; round < 2; round++) {
    cluster.submit(new Sequence(request(64, 8, 1)), SINK);
    clock.run();
  }
  const text = metricsText(cluster.metrics, 'm"x');
  const labels = 'engine="0",model_name="m\\"x"';
  for (
    const line of [
      "# TYPE vllm:num_requests_running gauge",
      `vllm:num_requests_running{${labels}} 0.0`,
      `vllm:kv_cache_usage_perc{${labels}} 0.0`,
      "# TYPE vllm:prompt_tokens_total counter",
      `vllm:prompt_tokens_total{${labels}} 128.0`,
      `vllm:generation_tokens_total{${labels}} 16.0`,
      `vllm:prefix_cache_queries_total{${labels}} 128.0`,
      `vllm:prefix_cache_hits_total{${labels}} 48.0`,
      `vllm:request_success_total{${labels},finished_reason="length"} 2.0`,
      "# TYPE vllm:time_to_first_token_seconds histogram",
      `vllm:time_to_first_token_seconds_count{${labels}} 2.0`,
      `vllm:inter_token_latency_seconds_count{${labels}} 14.0`,
      `vllm:request_queue_time_seconds_sum{${labels}} 0.0`,
    ]
  ) assertStringIncludes(text, `${line}\n`);
});

Deno.test("every line of the metrics is a comment or a sample", () => {
  const text = metricsText(new Cluster(config(), { engines: 2, blocks: 10 }).metrics, "m");
  for (const line of text.trimEnd().split("\n")) {
    assertMatch(line, /^(# (HELP|TYPE) vllm:\S+ .+|vllm:[a-z_0-9]+\{[^}]+\} \S+)$/);
  }
  assertStringIncludes(text, 'vllm:num_requests_waiting{engine="1",model_name="m"} 0.0');
});

Deno.test("requests go to the engine with the least to do", () => {
  const clock = fastClock();
  const cluster = new Cluster(config(), { engines: 2, blocks: 1000, clock });
  for (let index = 0; index < 4; index++) {
    cluster.submit(new Sequence(request(64, 8, index)), SINK);
  }
  clock.run();
  assertEquals(cluster.metrics.map(({ promptTokens }) => promptTokens), [128, 128]);
});

Deno.test("the request after the limit kills every engine, once", () => {
  let deaths = 0;
  const options = { engines: 2, blocks: 10, failAfter: 2, onDeath: () => void deaths++ };
  const cluster = new Cluster(config(), options);
  for (let index = 0; index < 2; index++) cluster.accept();
  assertEquals(cluster.isDead, false);
  for (let index = 0; index < 2; index++) cluster.accept();
  assertEquals([cluster.isDead, deaths], [true, 1]);
});
