import { assertEquals } from "@std/assert";
import { strictJson } from "../json/python.ts";
import { experimentOf, object } from "./_experiment.ts";
import { gpuCount } from "./gpus.ts";
import { combinationRows, userCount } from "./rows.ts";

Deno.test("a row has the parameters that vary, and those that some sets lack", () => {
  const rows = combinationRows(experimentOf([
    { serve: `{"_benchmark_name": "x", "a": 1, "same": 2}`, bench: `{"b": 1}` },
    { serve: `{"_benchmark_name": "y", "a": 1.0, "same": 2}`, bench: `{"b": 1, "c": 3}` },
  ]));
  assertEquals(
    rows.map(({ serveParams, benchParams }) => strictJson([serveParams, benchParams])),
    ['[{"a": 1}, {}]', '[{"a": 1.0}, {"c": 3}]'],
  );
});

Deno.test("metrics are the measured numbers of the results, without settings and parameters", () => {
  const [row] = combinationRows(experimentOf([{
    serve: `{"tp": 2}`,
    bench: `{"max_concurrency": 4, "duration": 5}`,
    runs: [
      `{"label": null, "max_concurrency": 4, "request_rate": "inf", "duration": 5, "output_throughput": 100,
        "itls": [1], "nan": NaN, "run_number": 0, "tp": 2}`,
      `{"max_concurrency": 4, "output_throughput": 300, "extra": 1, "run_number": 1, "tp": 2}`,
    ],
  }]));
  assertEquals(
    [...row!.metrics].map(([key, { n, mean }]) => [key, n, mean]),
    [
      ["output_throughput", 2, 200],
      ["tokens_per_s_per_gpu", 2, 100],
      ["tokens_per_s_per_user", 2, 50],
      ["extra", 1, 1],
    ],
  );
  assertEquals([row!.runs, row!.gpus], [2, 2]);
});

Deno.test("users are counted as vLLM's Pareto plot counts them", () => {
  const users = (text: string) => userCount(object(text));
  assertEquals(users(`{"max_concurrency": 8, "request_rate": 2, "max_concurrent_requests": 9}`), 8);
  assertEquals(
    users(`{"max_concurrency": null, "request_rate": 2, "max_concurrent_requests": 9}`),
    9,
  );
  assertEquals(users(`{"request_rate": 2.5}`), 2.5);
  assertEquals(users(`{"request_rate": "inf"}`), null);
  assertEquals(users(`{}`), null);
});

Deno.test("GPUs are tensor times pipeline times data parallel size, by the command or the parameters", () => {
  const none = object("{}");
  assertEquals(gpuCount(["vllm", "serve", "-tp", "2", "--pipeline-parallel-size=3"], none), 6);
  assertEquals(gpuCount(["sglang", "--tp-size", "4", "--dp", "2"], none), 8);
  assertEquals(gpuCount(null, object(`{"tensor_parallel_size": 2, "dp": "4"}`)), 8);
  assertEquals(gpuCount(null, object(`{"tensor-parallel-size": 2, "pp": true}`)), 2);
  assertEquals(gpuCount(["vllm", "serve", "m"], none), 1);
});
