/** The real scheduler on fakes: what is started, in which order, and what is stopped whatever happens. */
import { assertEquals, assertMatch } from "@std/assert";
import { NO_PAST } from "../journal/past_failures.ts";
import type { EventBody, Failure } from "../journal/event.ts";
import { NO_GUARDS } from "../guards/settings.ts";
import { FAILED, NO, planOf, run, VALID } from "./_fake_world.ts";
import { RunFailure } from "./failure.ts";

Deno.test("each start serves all its combinations, and each run is followed by what comes after it", async () => {
  const { log, ending } = await run(planOf(2, 2, 1), {});
  const start = (n: number) => [`start SERVE--s=${n}`, "run 0", "after", "run 0", "after", "stop"];
  assertEquals(log, [...start(0), ...start(1)]);
  assertEquals([ending.kind, ending.valid, ending.failed], ["complete", 4, 0]);
});

Deno.test("the first failure ends the sweep, and the server is stopped", async () => {
  const { log, ending } = await run(planOf(2, 1, 3), { result: (n) => n === 1 ? FAILED : VALID });
  assertEquals(log, ["start SERVE--s=0", "run 0", "after", "run 1", "stop"]);
  assertEquals([ending.kind, ending.valid, ending.failed], ["failed", 1, 1]);
  assertEquals(ending.failure?.reason, "1 of 1 requests failed");
});

Deno.test("with continueOnError a failed run costs itself, a failed start its combinations", async () => {
  const failing = await run(planOf(1, 2, 2), {
    continueOnError: true,
    result: (n) => n === 0 ? FAILED : VALID,
  });
  assertEquals(failing.ending, {
    kind: "complete",
    failure: null,
    error: null,
    valid: 3,
    failed: 1,
    leftOut: 0,
    leftOutReason: null,
    failedCombinations: failing.ending.failedCombinations,
    ledger: failing.ending.ledger,
  });
  assertEquals(failing.ending.failedCombinations.map(({ directory }) => directory), [
    "SERVE--s=0-BENCH--b=0",
  ]);
  const { ending, log } = await run(planOf(2, 3, 1), {
    continueOnError: true,
    ready: (start) => {
      if (start === 0) throw new RunFailure(NO);
    },
  });
  assertEquals([ending.valid, ending.failedCombinations.length], [3, 3]);
  assertEquals(log.filter((line) => line === "stop").length, 2);
});

Deno.test("a stop during a run cancels it unless it was complete already, and nothing new is started", async () => {
  const stop = new AbortController();
  const { log, ending, events } = await run(planOf(2, 1, 2), {
    signal: stop.signal,
    during: () => stop.abort(),
    result: () => "",
  });
  assertEquals(log, ["start SERVE--s=0", "run 0", "stop"]);
  assertEquals([ending.kind, ending.failed], ["interrupted", 0]);
  const finished = events.find((event) => event.type === "run-finished");
  assertEquals(finished?.outcome.kind, "cancelled");
});

Deno.test("a drain lets the run finish and count", async () => {
  const drain = new AbortController();
  const { log, ending } = await run(planOf(1, 1, 3), {
    drain: drain.signal,
    during: () => drain.abort(),
  });
  assertEquals(log, ["start SERVE--s=0", "run 0", "after", "stop"]);
  assertEquals([ending.kind, ending.valid], ["interrupted", 1]);
});

/** Events of a kind, in short. */
function kinds(events: readonly EventBody[], type: EventBody["type"]): number {
  return events.filter((event) => event.type === type).length;
}

Deno.test("a run that may succeed the second time is tried again, and its first failure is no failure of the sweep", async () => {
  const { log, ending, events } = await run(planOf(1, 1, 2), {
    retries: 1,
    result: (n) => n === 0 ? FAILED : VALID,
  });
  assertEquals(log, [..."start SERVE--s=0,run 0,after,run 0,after,run 1,after,stop".split(",")]);
  assertEquals([ending.kind, ending.valid, ending.failed], ["complete", 2, 0]);
  assertEquals([kinds(events, "retrying"), kinds(events, "run-finished")], [1, 3]);
});

Deno.test("retries come to an end", async () => {
  const { ending, events } = await run(planOf(1, 1, 1), { retries: 2, result: () => FAILED });
  assertEquals([ending.kind, ending.failed, kinds(events, "run-finished")], ["failed", 1, 3]);
});

Deno.test("a server that dies gets a successor for the rest, and is given up on a combination that kills it each time", async () => {
  const { log, ending } = await run(planOf(1, 2, 2), {
    continueOnError: true,
    retries: 1,
    result: (n) => n < 2 ? FAILED : VALID,
    deadAfter: (n) => n < 2,
  });
  const dead = ["start SERVE--s=0", "run 0", "stop"];
  const last = ["start SERVE--s=0", "run 0", "after", "run 1", "after", "stop"];
  assertEquals(log, [...dead, ...dead, ...last]);
  assertEquals([ending.valid, ending.failed, ending.failedCombinations.length], [2, 1, 1]);
  assertEquals(ending.failedCombinations[0]?.failure.reason, "died");
});

Deno.test("a server start is tried again unless the failure would be the same", async () => {
  const starts = async (failure: Failure) => {
    const { log, ending } = await run(planOf(1, 1, 1), {
      retries: 1,
      ready: (start) => {
        if (start === 0) throw new RunFailure(failure);
      },
    });
    return [ending.kind, log.filter((line) => line.startsWith("start")).length];
  };
  assertEquals(await starts({ ...NO, class: "crash" }), ["complete", 2]);
  assertEquals(await starts({ ...NO, class: "gpu-out-of-memory" }), ["failed", 1]);
});

Deno.test("a server that is dead before its first run does not start for ever", async () => {
  const { log, ending } = await run(planOf(1, 1, 1), {
    retries: 1,
    ready: () => {
      throw new RunFailure({ ...NO, class: "crash" });
    },
  });
  assertEquals([ending.kind, log.filter((line) => line === "stop").length], ["failed", 2]);
});

Deno.test("the sweep ends after so many failures, or when its first starts fail alike", async () => {
  const many = await run(planOf(1, 4, 1), {
    continueOnError: true,
    maxFailures: 2,
    result: () => FAILED,
  });
  assertEquals([many.ending.kind, many.ending.failed], ["failed", 2]);
  const refuse = (reason: (n: number) => string) => ({
    continueOnError: true,
    maxStartFailures: 3,
    ready: (n: number) => {
      throw new RunFailure({ ...NO, reason: reason(n) });
    },
  });
  const alike = await run(planOf(5, 1, 1), refuse((n) => `no ${n}`));
  assertEquals([alike.ending.kind, alike.ending.failedCombinations.length], ["failed", 3]);
  const different = await run(planOf(5, 1, 1), refuse((n) => n === 1 ? "other" : "no"));
  assertEquals([different.ending.kind, different.ending.failedCombinations.length], [
    "complete",
    5,
  ]);
});

Deno.test("an error of the file system breaks the sweep off, with the server stopped", async () => {
  const broken = new Error("disk");
  const { log, ending } = await run(planOf(1, 1, 2), {
    during: () => {
      throw broken;
    },
  });
  assertEquals([ending.kind, ending.error, log.at(-1)], ["broken", broken, "stop"]);
});

Deno.test("the sweep ends when runs fail alike from the first, in as many combinations or on two servers", async () => {
  const rules = { continueOnError: true, maxStartFailures: 3 };
  const inOne = await run(planOf(4, 5, 2), { ...rules, result: () => FAILED });
  assertEquals([inOne.ending.kind, inOne.ending.failed], ["failed", 5]);
  assertMatch(inOne.ending.failure!.reason, /^3 runs failed in the same way .*: 1 of 1 requests/);
  const onTwo = await run(planOf(4, 1, 2), { ...rules, result: () => FAILED });
  assertEquals([onTwo.ending.kind, onTwo.ending.failed], ["failed", 3]);
  const passed = await run(planOf(2, 4, 1), { ...rules, result: (n) => n === 1 ? VALID : FAILED });
  assertEquals([passed.ending.kind, passed.ending.failed], ["complete", 7]);
  const never = await run(planOf(2, 4, 1), {
    ...rules,
    maxStartFailures: 0,
    result: () => FAILED,
  });
  assertEquals([never.ending.kind, never.ending.failed], ["complete", 8]);
});

Deno.test("what earlier sessions met counts, and one more failure of that kind is enough", async () => {
  const failure: Failure = { ...NO, class: "failed-requests", reason: "1 of 1 requests failed" };
  const runs = [1, 2, 3].map((n) => ({ failure, start: `${n}`, directory: `${n}` }));
  const world = { continueOnError: true, maxStartFailures: 3, result: () => FAILED };
  const past = { ...NO_PAST, runs };
  const again = await run(planOf(2, 4, 1), { ...world, past });
  assertEquals([again.ending.kind, again.ending.failed], ["failed", 1]);
  const valid = await run(planOf(2, 4, 1), { ...world, past: { ...past, anyValid: true } });
  assertEquals([valid.ending.kind, valid.ending.failed], ["complete", 8]);
  const refuse = (reason: string) => ({
    ...{ ...world, past: { ...NO_PAST, starts: [NO, NO, NO] } },
    ready: () => {
      throw new RunFailure({ ...NO, reason });
    },
  });
  const starts = await run(planOf(5, 1, 1), refuse("no"));
  assertEquals([starts.ending.kind, starts.ending.failedCombinations.length], ["failed", 1]);
  const others = await run(planOf(5, 1, 1), refuse("another"));
  assertEquals([others.ending.kind, others.ending.failedCombinations.length], ["failed", 3]);
});

Deno.test("a server that something else kept from starting is started once more when that is gone, without a retry", async () => {
  const starts = async (gone: boolean) => {
    const { log, ending } = await run(planOf(1, 1, 1), {
      obstacleGone: () => gone,
      ready: (start) => {
        if (start === 0) throw new RunFailure({ ...NO, class: "port-in-use" });
      },
    });
    return [ending.kind, log.filter((line) => line.startsWith("start")).length];
  };
  assertEquals(await starts(true), ["complete", 2]);
  assertEquals(await starts(false), ["failed", 1]);
});

Deno.test("counters are asked for before each measured run; where there are none nothing is voided", async () => {
  const guards = { ...NO_GUARDS, guards: new Set(["cache", "traffic"] as const) };
  const { log, ending, events } = await run(planOf(1, 1, 2), { guards });
  assertEquals(log, [
    ...["start SERVE--s=0", "counters", "run 0", "after", "counters", "run 1", "after", "stop"],
  ]);
  assertEquals(ending.valid, 2);
  const types = events.map(({ type }) => type).filter((type) => /guards|run-/.test(type));
  const ofRun = ["run-started", "guards", "run-finished", "after-run-finished"];
  assertEquals(types, [...ofRun, ...ofRun]);
});
