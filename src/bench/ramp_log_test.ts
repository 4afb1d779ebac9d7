import { assertEquals } from "@std/assert";
import { RampLog } from "./ramp_log.ts";

Deno.test("the start rate and every whole rate that is passed are noted once", () => {
  let now = 0;
  const log = new RampLog({ strategy: "linear", startRps: 1, endRps: 9 }, () => `t${now}`);

  for (const rps of [1, 1.9, 2.5, 2.7, 5.1]) {
    now++;
    log.reached(rps);
  }

  assertEquals(log.changes, [
    { rps: 1, timestamp: "t0" },
    { rps: 2, timestamp: "t3" },
    { rps: 3, timestamp: "t5" },
    { rps: 4, timestamp: "t5" },
    { rps: 5, timestamp: "t5" },
  ]);
});

Deno.test("without a ramp-up nothing is noted", () => {
  const log = new RampLog(null, () => "t");
  log.reached(5);

  assertEquals(log.changes, []);
});
