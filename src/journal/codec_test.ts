import { assertEquals } from "@std/assert";
import { planOf } from "../plan/_sweep.ts";
import { interleaved } from "../plan/interleave.ts";
import { EventMaker, FAILURE } from "../forecast/_events.ts";
import { journalLine, JournalReader, parseJournal } from "./codec.ts";
import { type Event, ofStart } from "./event.ts";
import type { EventChecks } from "./event_checks.ts";
import { serverLives } from "./lives.ts";

const PLAN = interleaved(
  planOf({ serveParams: `[{"a": 1}]`, benchParams: `[{"b": 1}]`, numRuns: 2 }),
  2,
);

/** One event of each type that a start has, and more. */
function events(): Event[] {
  const maker = new EventMaker();
  const [start] = PLAN.starts as [typeof PLAN.starts[0]];
  const name = { directory: start.combinations[0]!.directory, run: 0 };
  const of = ofStart(start);
  return [
    ...maker.sweep(PLAN),
    maker.at(1, { type: "server-failed", ...of, failure: FAILURE, afterMs: 1 }),
    maker.at(1, { type: "retrying", ...of, name, retry: 1, retries: 1 }),
    maker.at(1, { type: "retrying", ...of, name: null, retry: 1, retries: 1 }),
    maker.at(1, { type: "memory-kept", ...of, gpus: ["0"], waitedMs: 1 }),
    maker.at(1, { type: "left-out", ...of, runs: 1, reason: "It is late" }),
    maker.at(1, { type: "survivors-ended", processes: ["1 a"], left: [] }),
    maker.run(start, start.combinations[0]!, 0, 1, { kind: "failed", failure: FAILURE }),
    maker.run(start, start.combinations[0]!, 0, 1, { kind: "cancelled", reason: "Stopped" }),
    maker.at(1, {
      type: "sweep-finished",
      ...{ exitCode: 0, reason: null, valid: 1, failed: 0, durationMs: 1, ledger: null },
    }),
  ];
}

const SESSION = `{"type":"sweep-started","time":"2026-11-24T00:00:00.000Z","journal":2,` +
  `"version":"1","session":"s","pid":1,"starts":1,"combinations":1,"runs":1,"reused":0}\n`;

/** As version 1 wrote it. */
function older(line: string): string {
  const { start: _start, ...rest } = JSON.parse(line);
  return JSON.stringify(rest.type === "sweep-started" ? { ...rest, journal: 1 } : rest) + "\n";
}

Deno.test("what is written is read back, every type of event", () => {
  const lines = events().map((event) => journalLine(event));
  const { events: read, tornLines } = parseJournal(SESSION + lines.join(""), "j");
  assertEquals([read.slice(1), tornLines], [events(), 0]);
});

Deno.test("a journal of version 1 is lifted: its events say of which start they are", () => {
  const sweep = [...new EventMaker().sweep(PLAN)];
  assertEquals(
    new Set(sweep.map((event) => "start" in event && event.start)),
    new Set(["SERVE--a=1#1", "SERVE--a=1#2"]),
  );
  const lines = [SESSION, ...sweep.map((event) => journalLine(event))].map(older);
  const { events: read, tornLines } = parseJournal(lines.join(""), "j");
  assertEquals([read, tornLines], [[JSON.parse(SESSION), ...sweep], 0]);
});

Deno.test("what the first servesweep did not write is filled in", () => {
  const time = "2026-11-24T00:00:00.000Z";
  const process = { pid: 1, startTicks: 1, marker: "m" };
  const identity = { serve: [], bench: [], afterBench: null, serveEnv: {}, benchEnv: {} };
  const failure = { reason: "It ended", logTail: [], logFile: null };
  const of = { time, server: "" };
  const lines = [
    { ...of, type: "server-starting", argv: [], env: {}, process, logFile: "l" },
    { ...of, type: "combination-started", directory: "", identity: { ...identity, warmup: null } },
    { ...of, type: "server-failed", failure, afterMs: 1 },
    { ...of, type: "combination-finished", directory: "", valid: 0, failed: 1 },
  ].map((line) => `${JSON.stringify(line)}\n`);
  const { events: read } = parseJournal(lines.join(""), "j");
  assertEquals(read.map((event) => "start" in event && event.start), Array(4).fill("SERVE#1"));
  const [starting, combination, failed, finished] = read as unknown as Record<string, unknown>[];
  assertEquals(starting!["placement"], { gpus: [], cpus: null });
  assertEquals(combination!["identity"], {
    ...{ ...identity, warmup: null },
    ...{ serveVersion: null, benchVersion: null },
  });
  assertEquals(failed!["failure"], { ...failure, class: "crash", command: [] });
  assertEquals(finished!["skipped"], 0);
});

Deno.test("each session has its own version; a reader goes on from piece to piece", () => {
  const lines = events().map((event) => journalLine(event));
  const reader = new JournalReader("j");
  const torn = (text: string) => reader.read(text).tornLines;
  assertEquals(torn(older(SESSION)), 0);
  assertEquals(torn(lines.map(older).join("")), 0);
  assertEquals(torn(SESSION + lines.join("")), 0);
  // From here on a start has to be told.
  assertEquals(torn(older(lines[0]!)), 1);
});

Deno.test("a time that no clock shows is that of a torn line", () => {
  const line = (time: unknown) => `${JSON.stringify({ type: "of-a-later-version", time })}\n`;
  for (const time of ["2026-11-24T16:15:00.000Z", "2024-02-29T23:59:59Z"]) {
    assertEquals(parseJournal(line(time), "j").events.length, 1, time);
  }
  for (
    const time of [
      ...["", "x", 0, null, "2026-11-24", "2026-11-24T16:15:00.000", "2026-02-30T00:00:00.000Z"],
      ...["2026-13-01T00:00:00.000Z", "2026-11-24T24:00:00.000Z", "2026-11-24T16:60:00.000Z"],
      ...["+275760-09-13T00:00:00.000Z", "-000001-01-01T00:00:00.000Z", "Nov 24 2026"],
    ]
  ) {
    assertEquals(parseJournal(line(time), "j").tornLines, 1, String(time));
  }
});

Deno.test("a field without a check does not compile", () => {
  type Starting = EventChecks["left-out"];
  const start = (value: unknown) => typeof value === "string";
  // @ts-expect-error: the checks of "server", "runs" and "reason" are missing.
  const missing: Starting = { start };
  // @ts-expect-error: a check that proves another type.
  const other: Starting["runs"] = start;
  assertEquals([Object.keys(missing), other], [["start"], start]);
});

Deno.test("journals of version 0.1.0 are read whole, with a start for each life", () => {
  const old = new URL("../../tests/fixtures/old/0.1.0/", import.meta.url);
  const read = (name: string) => {
    const text = Deno.readTextFileSync(new URL(`${name}/journal.jsonl`, old));
    return parseJournal(text, name);
  };
  const { events, tornLines } = read("complete");
  assertEquals(tornLines, 0);
  assertEquals(serverLives(events).map(({ start, runs }) => [start, runs.length]), [
    ["SERVE--small#1", 4],
    ["SERVE--large#1", 4],
    ["SERVE--small#2", 4],
    ["SERVE--large#2", 4],
  ]);
  for (const name of ["failures", "interrupted", "killed", "packed"]) {
    const { events } = read(name);
    assertEquals(events.filter((event) => "server" in event && !("start" in event)), [], name);
  }
});
