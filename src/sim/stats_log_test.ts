import { assertEquals } from "@std/assert";
import { Cluster } from "./engine/cluster.ts";
import { config, request } from "./model/_fixture.ts";
import { Sequence } from "./model/sequence.ts";
import { statsText } from "./stats_log.ts";

Deno.test("the line about the load counts running and waiting requests and the cache", () => {
  const clock = { now: () => 0, after: () => () => {} };
  const limits = config({ maxNumSeqs: 1 });
  const cluster = new Cluster(limits, { engines: 1, blocks: 40, clock });
  for (let index = 0; index < 3; index++) {
    cluster.submit(new Sequence(request(160, 8, index)), { token() {}, fail() {} });
  }
  assertEquals(
    statsText(cluster, 12.34, 5),
    "Engine 000: Avg prompt throughput: 12.3 tokens/s, Avg generation throughput: 5.0 tokens/s, " +
      "Running: 1 reqs, Waiting: 2 reqs, GPU KV cache usage: 25.0%, Prefix cache hit rate: 0.0%",
  );
});
