import { assert, assertEquals } from "@std/assert";
import { type LoadOptions, runLoad } from "./load.ts";
import type { Outcome } from "./outcome.ts";
import { nowS } from "./request.ts";

function outcome(text: string): Outcome {
  const times = { startS: 0, queueS: 0, ttftS: 0, itlS: [], latencyS: 0 };
  return { success: true, error: "", promptTokens: 1, outputTokens: 1, ...times, text };
}

function options(change: Partial<LoadOptions>): LoadOptions {
  return {
    schedule: [0, 0, 0].map((atS) => ({ atS, rps: Infinity })),
    maxConcurrency: Infinity,
    request: (index) => Promise.resolve(outcome(String(index))),
    onDone: () => {},
    onDue: () => {},
    signal: new AbortController().signal,
    ...change,
  };
}

Deno.test("outcomes are in the order of the schedule, whichever request ends first", async () => {
  const first = Promise.withResolvers<Outcome>();
  const done: string[] = [];
  const { outcomes } = await runLoad(options({
    request: (index) => {
      if (index === 2) first.resolve(outcome("0"));
      return index === 0 ? first.promise : Promise.resolve(outcome(String(index)));
    },
    onDone: ({ text }) => done.push(text),
  }));

  assertEquals(outcomes.map(({ text }) => text), ["0", "1", "2"]);
  assertEquals(done.toSorted(), ["0", "1", "2"]);
});

Deno.test("nothing is sent before it is due", async () => {
  const beginS = nowS();
  const sent: number[] = [];
  const schedule = [0, 0.02, 0.05].map((atS, index) => ({ atS, rps: index + 1 }));
  const rates: number[] = [];
  const { durationS } = await runLoad(options({
    schedule,
    request: (index) => {
      sent.push(nowS() - beginS);
      return Promise.resolve(outcome(String(index)));
    },
    onDue: ({ rps }) => rates.push(rps),
  }));

  assert(sent.every((atS, index) => atS >= schedule[index]!.atS));
  assert(durationS >= 0.05);
  assertEquals(rates, [1, 2, 3]);
});

Deno.test("the wait for a place does not move the time at which a request was due", async () => {
  const due: number[] = [];
  const started: number[] = [];
  await runLoad(options({
    maxConcurrency: 1,
    request: async (index, dueS) => {
      due.push(dueS);
      started.push(nowS());
      await new Promise((resolve) => setTimeout(resolve));
      return outcome(String(index));
    },
  }));

  // All were due before the first was through.
  assert(due.every((dueS) => dueS <= started[1]!));
  assert(started[2]! > due[2]!);
});

Deno.test("after an abort nothing more is sent and what is on its way is waited for", async () => {
  const abort = new AbortController();
  const sent: number[] = [];
  const { outcomes } = await runLoad(options({
    schedule: [0, 0, 3600].map((atS) => ({ atS, rps: 1 })),
    request: (index) => {
      sent.push(index);
      if (index === 1) abort.abort();
      return Promise.resolve(outcome(String(index)));
    },
    signal: abort.signal,
  }));

  assertEquals(sent, [0, 1]);
  assertEquals(outcomes.length, 2);
});

Deno.test("after an abort requests that waited for a place are not sent", async () => {
  const abort = new AbortController();
  const sent: number[] = [];
  await runLoad(options({
    maxConcurrency: 1,
    request: async (index) => {
      sent.push(index);
      // By then the others are due and wait for the place.
      await new Promise((resolve) => setTimeout(resolve));
      abort.abort();
      return outcome(String(index));
    },
    schedule: Array(3).fill({ atS: 0, rps: Infinity }),
    signal: abort.signal,
  }));

  assertEquals(sent, [0]);
});

Deno.test("a long burst of requests lets the runtime send the first ones before the last is due", async () => {
  let turns = 0;
  const turnsBefore: number[] = [];
  await runLoad(options({
    request: (index) => {
      turnsBefore.push(turns);
      setTimeout(() => turns++, 0);
      const beginS = nowS();
      while (nowS() - beginS < 0.005);
      return Promise.resolve(outcome(String(index)));
    },
  }));

  assertEquals(turnsBefore[0], 0);
  assert(turnsBefore[2]! > 0, `Turns before each request: ${turnsBefore}`);
});
