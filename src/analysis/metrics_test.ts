import { assertEquals } from "@std/assert";
import { byMerit, isKnownMetric, KNOWN_METRICS, metricOf } from "./metrics.ts";

Deno.test("throughput is better up, latency down, and counts are neither", () => {
  const directions = ["output_throughput", "p99.9_e2el_ms", "std_itl_ms", "completed", "mine_ms"];
  assertEquals(directions.map((key) => metricOf(key).better), [
    ...["higher", "lower", "lower", null, null] as const,
  ]);
  assertEquals([3, 1, 2].sort(byMerit(metricOf("output_throughput"))), [3, 2, 1]);
  assertEquals([3, 1, Infinity, 2].sort(byMerit(metricOf("mean_ttft_ms"))), [1, 2, 3, Infinity]);
});

Deno.test("headings and titles say statistic and unit", () => {
  const texts = (key: string) => {
    const { heading, title, unit } = metricOf(key);
    return [heading, title, unit];
  };
  assertEquals(texts("mean_ttft_ms"), ["TTFT ms", "Mean time to first token", "ms"]);
  assertEquals(texts("p99_tpot_ms"), ["P99 TPOT ms", "P99 time per output token", "ms"]);
  assertEquals(texts("mine_ms"), ["mine_ms", "mine_ms", "ms"]);
  assertEquals(texts("constructor"), ["constructor", "constructor", ""]);
});

Deno.test("every percentile of a latency is known, and names of objects are not", () => {
  for (const key of KNOWN_METRICS) assertEquals(isKnownMetric(key), true, key);
  const keys = ["p90_ttft_ms", "p99.9_itl_ms", "mean_constructor_ms", "toString", "p_ttft_ms"];
  assertEquals(keys.map(isKnownMetric), [true, true, false, false, false]);
});
