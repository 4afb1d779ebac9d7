import { assertEquals, assertThrows } from "@std/assert";
import { ServesweepError } from "../lib/errors.ts";
import { parseJournal } from "../journal/codec.ts";
import { storedRuns } from "./finished.ts";

const time = "2026-11-24T16:15:00.000Z";
const identity = {
  serve: ["s"],
  bench: ["b"],
  afterBench: null,
  serveEnv: {},
  benchEnv: {},
  warmup: null,
};
const started = {
  type: "combination-started",
  time,
  server: "",
  directory: "BENCH--b",
  identity,
};
const finished = {
  type: "run-finished",
  time,
  server: "",
  name: { directory: "BENCH--b", run: 0 },
  key: "k",
  outcome: { kind: "valid" },
  exit: { code: 0, signal: null },
  durationMs: 1,
  file: "run=0.json",
  bytes: 12,
  sha256: "h",
};

function read(...lines: (string | object)[]) {
  const text = lines.map((line) => typeof line === "string" ? line : JSON.stringify(line))
    .join("\n");
  return parseJournal(text, "journal.jsonl");
}

Deno.test("whole lines are events, and tell what is stored", () => {
  const { events, tornLines } = read(started, finished, "");
  assertEquals(tornLines, 0);
  assertEquals([...storedRuns(events)], [["BENCH--b/run=0.json", {
    key: "k",
    sha256: "h",
    identity: { ...identity, serveVersion: null, benchVersion: null },
  }]]);
});

Deno.test("a line whose fields have other types is passed over as a torn one is", () => {
  const spoiled = [
    { ...finished, name: null },
    { ...finished, name: { directory: "BENCH--b", run: "0" } },
    { ...finished, name: { directory: "BENCH--b", run: 0.5 } },
    { ...finished, outcome: 5 },
    { ...finished, outcome: { kind: "failed" } },
    { ...finished, outcome: { kind: "of another kind" } },
    { ...finished, key: undefined },
    { ...finished, exit: [] },
    { ...finished, time: 0 },
    { ...started, identity: { ...identity, serve: "s" } },
    { ...started, identity: { ...identity, serveEnv: { A: 1 } } },
    { ...started, identity: null },
    JSON.stringify(finished).replace('"durationMs":1', '"durationMs":1e999'),
    JSON.stringify(finished).slice(0, -1),
    JSON.stringify(finished) + JSON.stringify(finished),
    "null",
    "[]",
    "\0\0\0",
  ];
  for (const line of spoiled) {
    const { events, tornLines } = read(started, line);
    assertEquals([events.length, tornLines], [1, 1], JSON.stringify(line));
  }
});

Deno.test("an event of a type that is not known is passed on: its readers look for the types they know", () => {
  const { events, tornLines } = read({ type: "of-a-later-version", time, more: 1 });
  assertEquals([events.length, tornLines], [1, 0]);
});

Deno.test("a journal of a newer version is refused, whatever its fields are", () => {
  const message = 'Cannot read "journal.jsonl": a newer servesweep';
  for (
    const [version, shown] of [["9.0.0", " (9.0.0)"], [{ a: 1 }, ""], ["\u001b[2J", ""]] as const
  ) {
    assertThrows(
      () => read({ type: "sweep-started", journal: 3, version }),
      ServesweepError,
      `${message}${shown} wrote it. Resume with that version`,
    );
  }
  assertEquals(read({ type: "sweep-started", journal: "2" }).tornLines, 1);
});
