import { assertEquals } from "@std/assert";
import type { EventBody, Failure } from "../journal/event.ts";
import { startId } from "../plan/start_id.ts";
import { Progress } from "./progress.ts";

function of(server: string) {
  return { start: startId(server, 0), server };
}

function line(event: EventBody): string | null {
  return new Progress("results/x").text({ ...event, time: "2026-11-24T00:00:00.000Z" });
}

Deno.test("memory that does not come back is told, and on which GPUs", () => {
  const event = { type: "memory-kept", ...of("SERVE--a=1"), waitedMs: 30_000 } as const;
  assertEquals(
    line({ ...event, gpus: ["0", "1"] }),
    "Server SERVE--a=1: gone, but the memory of GPU 0-1 did not come back within 30.0 s; " +
      "the next server starts there all the same",
  );
});

Deno.test("what there is no time for is told with the reason", () => {
  assertEquals(
    line({ type: "left-out", ...of(""), runs: 1, reason: "It is 06:00 (--until)" }),
    "Server (no parameters): 1 run left for another time: It is 06:00 (--until)",
  );
});

Deno.test("the log of a failure is named by a path that can be opened from here", () => {
  const failure: Failure = {
    class: "crash",
    reason: "It ended",
    command: [],
    logTail: ["boom"],
    logFile: "logs/a/server.log",
  };
  assertEquals(
    line({ type: "server-failed", ...of("a"), afterMs: 1, failure }),
    "Server a: FAILED\n  It ended (crash)\n  Last lines of its log:\n    | boom\n" +
      "  Whole log: results/x/logs/a/server.log",
  );
});
