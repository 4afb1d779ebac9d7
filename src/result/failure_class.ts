/** Which kind of failure it was, from the exit status and the log. The texts are in src/engine. */
import type { ExitStatus, FailureClass } from "../journal/event.ts";
import type { JsonObject } from "../json/value.ts";
import { allRefused } from "./request_errors.ts";
import type { FailurePattern } from "../engine/failure_pattern.ts";
import { anyOf, CAUSES, ENGINE_DEATH, HARMLESS, SYMPTOMS } from "../engine/log_patterns.ts";

/** Exit codes of a shell that could not execute the command. */
const NOT_EXECUTABLE = [126, 127];

/** What a program prints before it exits with 2 because of its command line. */
const USAGE = /^usage: /i;

/** A process of the server, not the one we started, that was ended by SIGKILL. */
const CHILD_KILLED =
  /died unexpectedly(?! \(exit code: (?!-9))|exit code:? -9\b|shutdown with signal 9\b|exitcode: -9\b|Failed core proc\(s\): \{[^}]*: -9/;

const ANY_CAUSE = anyOf(CAUSES.map(({ pattern }) => pattern));
const ANY_SYMPTOM = anyOf(SYMPTOMS.map(({ pattern }) => pattern));

/** What makes a line look like an error. */
const ERROR =
  /(?:Error|Exception|Interrupt)\b|\b(?:[Ee]rror|ERROR|[Ff]ailed|[Ff]atal|FATAL|panic)\b/;

/** How much of a line goes into a signature, in characters. */
const SIGNATURE_LENGTH = 500;

/** Classes where a second try can help. */
const TRANSIENT: Readonly<Record<FailureClass, boolean>> = {
  // Memory, files and flags are the same the second time.
  "gpu-out-of-memory": false,
  "host-out-of-memory": false,
  "bad-argument": false,
  "model-not-found": false,
  // It took the whole limit once, which is minutes; the next load is as long. The limit has to be raised.
  "load-timeout": false,
  // The other process may end, and the port of a dead one is free after a while.
  "port-in-use": true,
  // A race or a lost message; seldom the same twice.
  "hang": true,
  "crash": true,
  "bench-error": true,
  "failed-requests": true,
  // A model that is not served, prompts that never fit: the same requests get the same answer.
  "refused-requests": false,
  // Another client may be gone, a cache be emptied.
  "contaminated": true,
  // Networks, disks and drivers come back.
  "infrastructure": true,
};

/**
 * The class that the log of a failed server or benchmark tells, or null if it tells none.
 *
 * The first line that names a cause decides: what follows a cause is its consequence (a server that ran
 * out of memory also loses its peers, its sockets and its engine). Lines that only say that something failed
 * are looked at if there is no such line, in the order of their table: they come before the cause where
 * several processes write, and wrap it in its traceback. Warnings never count: servers warn of a taken
 * port or a lost connection and go on.
 */
export function classifyLog(lines: readonly string[]): FailureClass | null {
  return (firstCause(lines) ?? strongestSymptom(lines))?.class ?? null;
}

/** What is known of a server that ended. */
export interface ServerEnd {
  /** Null if its exit status is not known. */
  readonly exit: ExitStatus | null;
  /** Its log, or the last lines of it. */
  readonly lines: readonly string[];
  /** How many processes the kernel ended for want of memory while it lived. */
  readonly oomKills: number;
}

/**
 * The class of a server that ended. A cause in the log comes first. A kill by the kernel is
 * believed only where the server, or by its log a process of it, was killed: the kernel counts those of other
 * programs too.
 */
export function classifyServerEnd({ exit, lines, oomKills }: ServerEnd): FailureClass {
  const logged = classifyLog(lines);
  if (logged !== null && logged !== "crash") return logged;
  const isKilled = exit?.signal === "SIGKILL" || exit?.code === 137;
  if (oomKills > 0 && (isKilled || lines.some((line) => CHILD_KILLED.test(line)))) {
    return "host-out-of-memory";
  }
  return logged ?? (exit !== null && isRefused(exit, lines) ? "bad-argument" : "crash");
}

/** What is known of a benchmark that ended by itself and whose run does not count. */
export interface BenchEnd {
  readonly exit: ExitStatus;
  /** Its log, or the last lines of it. */
  readonly lines: readonly string[];
  /** Its result, if it left one with exit code 0; null else. */
  readonly result: JsonObject | null;
}

/** The class of a benchmark that ended. Its log may quote the server's, so only what can be its own counts. */
export function classifyBenchEnd({ exit, lines, result }: BenchEnd): FailureClass {
  if (allRefused(result, lines)) return "refused-requests";
  if (result !== null) return "failed-requests";
  const logged = classifyLog(lines);
  switch (logged) {
    case "bad-argument":
    case "model-not-found":
    case "host-out-of-memory":
    case "infrastructure":
      return logged;
  }
  return isRefused(exit, lines) ? "bad-argument" : "bench-error";
}

/** Whether any line of a text may say that an engine is dead: {@linkcode engineDeath} tells. */
export function mentionsDeath(text: string): boolean {
  return ENGINE_DEATH.test(text);
}

/**
 * The line that says that the engine of a server is dead, or null. A server may go on answering without its
 * engine. Cheap enough for pieces of a growing log.
 */
export function engineDeath(lines: readonly string[]): string | null {
  const line = lines.find((line) => ENGINE_DEATH.test(line) && !HARMLESS.test(line));
  return line?.trim() ?? null;
}

/** Whether a second try can help. The reasons are beside each class in the source. */
export function isTransient(failureClass: FailureClass): boolean {
  return TRANSIENT[failureClass];
}

/**
 * A text that is equal for two failures of the same way: the reason, and the line of the log that names the
 * cause, else the last that looks like an error and is not about another one, else the last. Numbers,
 * times, addresses and paths with digits are replaced, since they differ between two starts.
 */
export function failureSignature(failureReason: string, lines: readonly string[]): string {
  const loud = lines.filter((line) => !HARMLESS.test(line));
  const errors = loud.filter((line) => ERROR.test(line));
  const line = loud.find((line) => ANY_CAUSE.test(line)) ??
    errors.findLast((line) => !ANY_SYMPTOM.test(line)) ?? errors.at(-1) ?? lines.at(-1) ?? "";
  return `${normalised(failureReason)}\n${normalised(line)}`.trimEnd();
}

function firstCause(lines: readonly string[]): FailurePattern | undefined {
  const line = lines.find((line) => ANY_CAUSE.test(line) && !HARMLESS.test(line));
  return line === undefined ? undefined : CAUSES.find(({ pattern }) => pattern.test(line));
}

/** The first row that any line meets: a process says that it failed before its traceback says why. */
function strongestSymptom(lines: readonly string[]): FailurePattern | undefined {
  const symptoms = lines.filter((line) => ANY_SYMPTOM.test(line) && !HARMLESS.test(line));
  return SYMPTOMS.find(({ pattern }) => symptoms.some((line) => pattern.test(line)));
}

function isRefused({ code }: ExitStatus, lines: readonly string[]): boolean {
  return NOT_EXECUTABLE.includes(code) || code === 2 && lines.some((line) => USAGE.test(line));
}

function normalised(text: string): string {
  return text.slice(0, SIGNATURE_LENGTH)
    .replace(/\.{0,2}\/[^\s'"`(),:]*/g, (path) => /\d/.test(path) ? "PATH" : path)
    .replace(/\b0x[\da-f]+\b/gi, "#")
    .replace(/\b(?=[a-f]*\d)[\da-f]{8,}\b/gi, "#")
    .replace(/\d+(?:[.,:-]\d+)*/g, "#")
    .replace(/\s+/g, " ")
    .trim();
}
