import { assertEquals } from "@std/assert";
import type { Event, Outcome } from "./event.ts";
import { failureOf } from "../analysis/_experiment.ts";
import { lastingFailures } from "./failures.ts";

const time = "2026-11-24T16:15:00.000Z";

function ran(directory: string, run: number, outcome: Outcome): Event {
  const rest = { key: "", exit: null, durationMs: 1, result: null, rawResult: null };
  return {
    type: "run-finished",
    time,
    start: "s#1",
    server: "s",
    name: { directory, run },
    outcome,
    ...rest,
  };
}

function failed(reason: string): Outcome {
  return { kind: "failed", failure: failureOf(reason) };
}

function serverFailed(server: string, reason: string): Event {
  return {
    type: "server-failed",
    time,
    start: `${server}#1`,
    server,
    failure: failureOf(reason),
    afterMs: 1,
  };
}

function ready(server: string, round = 0): Event {
  const of = { start: `${server}#${round + 1}`, server };
  return { type: "server-ready", time, ...of, startupMs: 1, parts: {}, serverVersion: null };
}

function starting(server: string, round: number): Event {
  const process = { pid: 1, startTicks: 1, marker: "" };
  const place = { round, gpus: 1, placement: { gpus: [], cpus: null }, beside: [] };
  return {
    type: "server-starting",
    time,
    start: `${server}#${round + 1}`,
    server,
    argv: [],
    env: {},
    process,
    logFile: "",
    ...place,
  };
}

function retrying(directory: string | null): Event {
  const name = directory === null ? null : { directory, run: 0 };
  return { type: "retrying", time, start: "s#1", server: "s", name, retry: 1, retries: 1 };
}

function reasons(events: readonly Event[]) {
  const { runs, starts } = lastingFailures(events);
  return {
    runs: [...runs].map(([directory, list]) => [
      directory,
      ...list.map(({ run, failure }) => `${run} ${failure.reason}`),
    ]),
    starts: [...starts].map(([server, list]) => [server, ...list.map(({ reason }) => reason)]),
  };
}

Deno.test("a failure that was tried again is over; the one that ended the tries lasts", () => {
  assertEquals(
    reasons([
      ran("a", 0, failed("first")),
      retrying("a"),
      ran("a", 0, failed("second")),
      ran("a", 1, failed("third")),
      ran("b", 0, failed("passed")),
      retrying("b"),
      ran("b", 0, { kind: "valid" }),
      ran("c", 0, { kind: "cancelled", reason: "stopped" }),
    ]),
    { runs: [["a", "0 second", "1 third"]], starts: [] },
  );
});

Deno.test("a later sweep that measures it, or whose server is ready, makes up for a failure", () => {
  assertEquals(
    reasons([
      ran("a", 0, failed("in the night")),
      serverFailed("s", "in the night"),
      serverFailed("t", "for good"),
      ready("s"),
      ran("a", 0, { kind: "valid" }),
      serverFailed("u", "tried again"),
      { ...retrying(null), start: "u#1", server: "u" } as Event,
    ]),
    { runs: [], starts: [["t", "for good"]] },
  );
});

Deno.test("a start of another round does not make up for one that failed", () => {
  assertEquals(
    reasons([
      ...[starting("s", 0), serverFailed("s", "first round"), starting("s", 1), ready("s", 1)],
      ...[starting("t", 0), serverFailed("t", "passed"), starting("t", 0), ready("t")],
    ]),
    { runs: [], starts: [["s", "first round"]] },
  );
});
