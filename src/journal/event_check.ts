/** Which lines of a journal are events. Code that reads events trusts their types, and a line may hold anything. */
import type { Event } from "./event.ts";

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

/** What is read of each event; more fields may be there. */
const SHAPES: Readonly<Record<Event["type"], Shape>> = {
  "sweep-started": {
    journal: isCount,
    version: isText,
    session: isText,
    pid: isCount,
    starts: isCount,
    combinations: isCount,
    runs: isCount,
    reused: isCount,
  },
  "server-starting": {
    server: isText,
    argv: isTextList,
    env: isTextRecord,
    process: isProcess,
    logFile: isText,
    round: orMissing(isCount),
    gpus: orMissing(isCount),
    placement: orMissing(isPlacement),
    beside: orMissing(isTextList),
  },
  "server-ready": {
    server: isText,
    startupMs: isNumber,
    parts: orMissing(isLedger),
    serverVersion: orMissing(orNull(isText)),
  },
  "server-failed": { server: isText, failure: isFailure, afterMs: isNumber },
  "retrying": { server: isText, name: orNull(isRunName), retry: isCount, retries: isCount },
  "survivors-ended": { processes: isTextList, left: isTextList },
  "combination-started": { server: isText, directory: isText, identity: isIdentity },
  "run-started": {
    server: isText,
    name: isRunName,
    argv: isTextList,
    process: isProcess,
    logFile: isText,
    beside: orMissing(isCount),
  },
  "run-finished": {
    server: isText,
    name: isRunName,
    key: isText,
    outcome: isOutcome,
    exit: orNull(isExit),
    durationMs: isNumber,
  },
  "after-run-finished": { server: isText, name: isRunName, durationMs: isNumber },
  "combination-finished": {
    server: isText,
    directory: isText,
    valid: isCount,
    failed: isCount,
    skipped: orMissing(isCount),
  },
  "server-stopped": {
    server: isText,
    exit: isExit,
    durationMs: isNumber,
    killed: isBoolean,
    left: isTextList,
    ledger: orMissing(isLedger),
  },
  "memory-kept": { server: isText, gpus: isTextList, waitedMs: isNumber },
  "left-out": { server: isText, runs: isCount, reason: isText },
  "sweep-finished": {
    exitCode: isCount,
    reason: orNull(isText),
    valid: isCount,
    failed: isCount,
    durationMs: isNumber,
    ledger: orMissing(isSweepLedger),
  },
};

const shapes: ReadonlyMap<string, Shape> = new Map(Object.entries(SHAPES));

/** True for an event whose fields have their types. An event of a type that is not known here passes: nobody reads it. */
export function isEvent(value: unknown): value is Event {
  if (!isRecord(value) || !isText(value["type"]) || !isText(value["time"])) return false;
  const shape = shapes.get(value["type"]);
  return shape === undefined || has(value, shape);
}

function has(value: unknown, shape: Shape): boolean {
  return isRecord(value) && Object.entries(shape).every(([field, check]) => check(value[field]));
}

function isRunName(value: unknown): boolean {
  // The warm-up has the number -1.
  return has(value, { directory: isText, run: (run) => Number.isSafeInteger(run) });
}

function isProcess(value: unknown): boolean {
  return has(value, { pid: isCount, startTicks: isCount, marker: isText });
}

function isExit(value: unknown): boolean {
  return has(value, { code: isNumber, signal: orNull(isText) });
}

function isFailure(value: unknown): boolean {
  return has(value, {
    class: orMissing(isText),
    reason: isText,
    command: orMissing(isTextList),
    logTail: isTextList,
    logFile: orNull(isText),
  });
}

function isOutcome(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kind } = value;
  return kind === "valid" || kind === "failed" && isFailure(value["failure"]) ||
    kind === "cancelled" && isText(value["reason"]);
}

function isIdentity(value: unknown): boolean {
  return has(value, {
    serve: isTextList,
    bench: isTextList,
    afterBench: orNull(isTextList),
    serveEnv: isTextRecord,
    benchEnv: isTextRecord,
    warmup: orNull(isTextList),
  });
}

function isPlacement(value: unknown): boolean {
  return has(value, { gpus: isTextList, cpus: orNull(isText) });
}

function isLedger(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(isNumber);
}

function isSweepLedger(value: unknown): boolean {
  return has(value, {
    serverMs: isLedger,
    gpuMs: isLedger,
    availableGpuMs: isNumber,
    utilisation: isNumber,
    overheadMs: isNumber,
  });
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isBoolean(value: unknown): boolean {
  return typeof value === "boolean";
}

function isNumber(value: unknown): boolean {
  // JSON.parse makes Infinity of 1e999.
  return Number.isFinite(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isTextRecord(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(isText);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** For fields that older journals do not have. */
function orMissing(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function orNull(check: Check): Check {
  return (value) => value === null || check(value);
}
