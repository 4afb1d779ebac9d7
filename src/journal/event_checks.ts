/** What is read of each event. Code that reads events trusts their types, and a line of a file may hold anything. */
import type { Identity } from "../plan/identity.ts";
import {
  type Check,
  isBoolean,
  isCount,
  isInteger,
  isNumber,
  isRecord,
  isText,
  listOf,
  object,
  optional,
  orNull,
  recordOf,
  variant,
  type Variants,
} from "./check.ts";
import {
  type EventBody,
  type ExitStatus,
  type Failure,
  type FailureClass,
  JOURNAL_VERSION,
  type Ledger,
  type Outcome,
  type Placement,
  type ProcessIdentity,
  type RunName,
  type SweepLedger,
} from "./event.ts";
import type { ConfigurationValue, FlagFinding, GuardVerdict } from "./verdict.ts";

/** An event as a line of the journal holds it: results have files of their own. */
type StoredBody =
  | Exclude<EventBody, { readonly type: "run-finished" }>
  | Omit<EventBody & { readonly type: "run-finished" }, "result" | "rawResult">;

/** The checks of all events: a field that is added to one does not compile without its check. */
export type EventChecks = Variants<StoredBody, "type">;

const isTexts = listOf(isText);
const isTextRecord = recordOf(isText);

const isRunName = object<RunName>({
  directory: isText,
  // The warm-up has the number -1.
  run: isInteger,
});
const isProcess = object<ProcessIdentity>({ pid: isCount, startTicks: isCount, marker: isText });
const isExit = object<ExitStatus>({ code: isNumber, signal: orNull(isText) });
const isPlacement = object<Placement>({ gpus: isTexts, cpus: orNull(isText) });

const isFailure = object<Failure>({
  class: isFailureClass,
  reason: isText,
  command: isTexts,
  logTail: isTexts,
  logFile: orNull(isText),
});

const isOutcome: Check<Outcome> = variant<Outcome, "kind">("kind", {
  valid: {},
  failed: { failure: isFailure },
  cancelled: { reason: isText },
});

const isGuardVerdict = object<GuardVerdict>({
  // A state that only a later servesweep knows is shown, not decided by.
  state: (value): value is GuardVerdict["state"] => isText(value),
  why: isText,
  values: recordOf(isNumber),
});

const isFlagFinding = object<FlagFinding>({
  state: (value): value is FlagFinding["state"] => isText(value),
  requested: isText,
  effective: orNull(isText),
});

const isSweepLedger = object<SweepLedger>({
  serverMs: isLedger,
  gpuMs: isLedger,
  availableGpuMs: isNumber,
  utilisation: isNumber,
  overheadMs: isNumber,
});

const isIdentity = object<Identity>({
  serve: isTexts,
  bench: isTexts,
  afterBench: orNull(isTexts),
  serveEnv: isTextRecord,
  benchEnv: isTextRecord,
  warmup: orNull(isTexts),
  serveVersion: orNull(isText),
  benchVersion: orNull(isText),
  serveFiles: optional(isTextRecord),
  benchFiles: optional(isTextRecord),
});

/** Which planned start an event is of. */
const OF_START = { start: isText, server: isText };

const CHECKS: EventChecks = {
  "sweep-started": {
    journal: (value) => value === JOURNAL_VERSION,
    version: isText,
    session: isText,
    pid: isCount,
    starts: isCount,
    combinations: isCount,
    runs: isCount,
    reused: isCount,
  },
  "server-starting": {
    ...OF_START,
    argv: isTexts,
    env: isTextRecord,
    process: isProcess,
    logFile: isText,
    round: isCount,
    gpus: isCount,
    placement: isPlacement,
    beside: isTexts,
  },
  "server-ready": {
    ...OF_START,
    startupMs: isNumber,
    parts: isLedger,
    serverVersion: orNull(isText),
  },
  "server-config": {
    ...OF_START,
    fingerprint: orNull(isText),
    configuration: recordOf(isConfigurationValue),
    flags: recordOf(isFlagFinding),
    verdict: isGuardVerdict,
  },
  "server-failed": { ...OF_START, failure: isFailure, afterMs: isNumber },
  "retrying": { ...OF_START, name: orNull(isRunName), retry: isCount, retries: isCount },
  "survivors-ended": { processes: isTexts, left: isTexts },
  "combination-started": { ...OF_START, directory: isText, identity: isIdentity },
  "run-started": {
    ...OF_START,
    name: isRunName,
    argv: isTexts,
    process: isProcess,
    logFile: isText,
    beside: isCount,
  },
  "guards": { ...OF_START, name: isRunName, verdicts: recordOf(isGuardVerdict) },
  "run-finished": {
    ...OF_START,
    name: isRunName,
    key: isText,
    outcome: isOutcome,
    exit: orNull(isExit),
    durationMs: isNumber,
  },
  "after-run-finished": { ...OF_START, name: isRunName, durationMs: isNumber },
  "combination-finished": {
    ...OF_START,
    directory: isText,
    valid: isCount,
    failed: isCount,
    skipped: isCount,
  },
  "server-stopped": {
    ...OF_START,
    exit: isExit,
    durationMs: isNumber,
    killed: isBoolean,
    left: isTexts,
    ledger: isLedger,
  },
  "memory-kept": { ...OF_START, gpus: isTexts, waitedMs: isNumber },
  "left-out": { ...OF_START, runs: isCount, reason: isText },
  "sweep-finished": {
    exitCode: isCount,
    reason: orNull(isText),
    valid: isCount,
    failed: isCount,
    durationMs: isNumber,
    ledger: orNull(isSweepLedger),
  },
};

/** Names of the events that are known here. */
export const EVENT_TYPES: ReadonlySet<string> = new Set(Object.keys(CHECKS));

/** True for an event, but for its time, whose fields have their types; more fields may be there. */
export const isEventBody: Check<StoredBody> = variant<StoredBody, "type">("type", CHECKS);

function isConfigurationValue(value: unknown): value is ConfigurationValue {
  return value === null || isText(value) || isNumber(value) || isBoolean(value);
}

/** A later servesweep may know more classes: they are shown, not decided by. */
function isFailureClass(value: unknown): value is FailureClass {
  return isText(value);
}

/** Stages that only a later servesweep knows count as time all the same. */
function isLedger(value: unknown): value is Ledger {
  return isRecord(value) && Object.values(value).every(isNumber);
}
