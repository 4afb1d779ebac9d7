/** Journals: whole lines of every kind of event, with fields of other types, torn, joined and strange. */
import fc from "fast-check";
import { damaged } from "./damage.ts";
import { valueTexts } from "./json_texts.ts";

/** Of the file that is as long as the journals say. */
const HASH = "945ccda68b4d67ea38cc3a033e8ac4712379f0f915ce7b753d19fe14b941cdb0";

const time = "2026-11-24T16:15:00.000Z";
const server = "SERVE--small";
const process = { pid: 4242, startTicks: 123456, marker: "m-1" };
const exit = { code: 0, signal: null };
const failure = { reason: "It failed", logTail: ["a", "b"], logFile: "logs/x/run=0.log" };
const identity = {
  serve: ["vllm", "serve", "model"],
  bench: ["vllm", "bench", "serve"],
  afterBench: null,
  serveEnv: { VLLM_SERVER_DEV_MODE: "1" },
  benchEnv: {},
  warmup: null,
};

/** Events for a combination, as they stand in a journal: without results. */
function eventsOf(directory: string, run: number): readonly object[] {
  const name = { directory, run };
  const finished = { type: "run-finished", time, server, name, key: "k", exit, durationMs: 12.5 };
  return [
    {
      type: "sweep-started",
      time,
      journal: 1,
      version: "0.1.0",
      session: "s",
      pid: 1,
      starts: 1,
      combinations: 1,
      runs: 3,
      reused: 0,
    },
    {
      type: "server-starting",
      time,
      server,
      argv: identity.serve,
      env: {},
      process,
      logFile: "logs/server.log",
    },
    { type: "server-ready", time, server, startupMs: 1234 },
    { type: "server-failed", time, server, failure, afterMs: 5 },
    { type: "combination-started", time, server, directory, identity },
    { type: "run-started", time, server, name, argv: identity.bench, process, logFile: "l" },
    { ...finished, outcome: { kind: "valid" }, file: `run=${run}.json`, bytes: 33, sha256: HASH },
    { ...finished, outcome: { kind: "failed", failure }, file: "run=0.failed.json" },
    { ...finished, outcome: { kind: "cancelled", reason: "Interrupted" }, exit: null },
    { type: "after-run-finished", time, server, name, durationMs: 1 },
    { type: "combination-finished", time, server, directory, valid: 3, failed: 0 },
    { type: "server-stopped", time, server, exit, durationMs: 1, killed: false, left: [] },
    {
      type: "sweep-finished",
      time,
      exitCode: 0,
      reason: null,
      valid: 3,
      failed: 0,
      durationMs: 99,
    },
  ];
}

const KINDS = eventsOf("", 0).length;

/** A value inside another one gets another type, or goes. */
function spoiled(event: object, where: number, value: string | null): string {
  const text = JSON.stringify(event);
  const places = [
    ...text.matchAll(/"(\w+)":("[^"]*"|[-\d.]+|null|true|false|\[[^\[\]]*\]|\{[^{}]*\})/g),
  ];
  const { 0: member, 1: key, index } = places[where % places.length]!;
  const before = text.slice(0, index);
  const after = text.slice(index + member.length);
  return value === null
    ? (before + after).replace(/,(?=[,}])|(?<=\{),/, "")
    : `${before}"${key}":${value}${after}`;
}

/** Lines of a journal of a directory. */
function lines(directories: readonly string[]): fc.Arbitrary<string> {
  const events = fc.tuple(
    fc.nat(KINDS - 1),
    fc.constantFrom(...directories),
    fc.integer({ min: -1, max: 3 }),
  )
    .map(([kind, directory, run]) => eventsOf(directory, run)[kind]!);
  return fc.oneof(
    { weight: 5, arbitrary: events.map((event) => JSON.stringify(event)) },
    {
      weight: 6,
      arbitrary: fc.tuple(events, fc.nat(60), fc.option(valueTexts))
        .map(([event, where, value]) => spoiled(event, where, value)),
    },
    { weight: 2, arbitrary: damaged(events.map((event) => JSON.stringify(event))) },
    fc.constantFrom(
      '{"type":"sweep-started","journal":3,"version":"9.0.0"}',
      '{"type":"sweep-started","journal":1e999,"version":{"a":1}}',
      '{"type":"sweep-started","journal":"2"}',
      '{"type":"sweep-started","journal":2,"time":"+275760-09-13T00:00:00.000Z"}',
      '{"type":"of-a-later-version","time":"x"}',
      '{"type":null}',
      '{"type":"__proto__","time":"x"}',
      '{"type":"constructor","time":"x"}',
      "null",
      "[]",
      "\0".repeat(64),
      "[".repeat(5_000),
      `{"type":"run-finished","key":"${"k".repeat(10_000)}"}`,
    ),
    valueTexts,
  );
}

/** Texts of whole journals that speak of some combination directories. */
export function journalTexts(
  directories: readonly string[],
  maxLength: number,
): fc.Arbitrary<string> {
  const joints = fc.constantFrom("\n", "\n", "\n", "\n", "\r\n", "\n\n", "");
  const list = fc.array(fc.tuple(lines(directories), joints), { maxLength, size: "max" });
  return list.map((items) => items.map(([line, joint]) => line + joint).join(""));
}
