/** What happened in a sweep. Every event is one line of journal.jsonl; whoever comes later reads the same lines. */
import type { JsonObject } from "../json/value.ts";
import type { FailureClass } from "../engine/failure_pattern.ts";
import type { Identity } from "../plan/identity.ts";
import type { ConfigurationValue, FlagFinding, GuardVerdict } from "./verdict.ts";

export { FAILURE_CLASSES, type FailureClass } from "../engine/failure_pattern.ts";

/** Version of the journal's lines. A reader refuses a newer one and lifts an older one. */
export const JOURNAL_VERSION = 2;

/** How a process ended. */
export interface ExitStatus {
  /** Exit code; 128 + n after signal n. */
  readonly code: number;
  /** Name of the signal that ended it, or null. */
  readonly signal: string | null;
}

/** A process group that was started: enough to find it again, or to prove that it is gone. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot (/proc/PID/stat, field 22): tells a recycled pid apart. */
  readonly startTicks: number;
  /** Value of SERVESWEEP_RUN_ID in the environment of every process of the group. */
  readonly marker: string;
}

/** Why something failed. */
export interface Failure {
  readonly class: FailureClass;
  /** One sentence: what failed, with its values. */
  readonly reason: string;
  /** The command that failed; empty if none was started. */
  readonly command: readonly string[];
  /** Last lines of the log, if any. */
  readonly logTail: readonly string[];
  /** The whole log, relative to the experiment directory. */
  readonly logFile: string | null;
}

/** How a run came out. A cancelled run was stopped by us: it says nothing about the server. */
export type Outcome =
  | { readonly kind: "valid" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "cancelled"; readonly reason: string };

/** What the time of a server start is spent on. Each moment of its life belongs to one stage. */
export const STAGES = [
  /** It has its GPUs, and their memory is not free yet. */
  "waiting",
  /** From the start of the process until it is ready, but for the three stages that follow. */
  "loading",
  "weights",
  "compile",
  "graphs",
  /** Unmeasured runs before the measured ones. */
  "warmup",
  /** Runs that are valid. */
  "measured",
  /** Reset of the caches, or the command after a run. */
  "reset",
  /** From the first signal until it is gone and the memory of its GPUs is back. */
  "stopping",
  /** Runs and loadings that failed or were cut off. */
  "failed",
  /** Between all these: servesweep's own time. */
  "idle",
] as const;

/** One of {@linkcode STAGES}. */
export type Stage = typeof STAGES[number];

/** Milliseconds by stage; a stage that is left out took no time. */
export type Ledger = Readonly<Partial<Record<Stage, number>>>;

/** Which part of the machine a server start has for itself. */
export interface Placement {
  /** GPUs as they are named in CUDA_VISIBLE_DEVICES; none where they are not shared out. */
  readonly gpus: readonly string[];
  /** CPU cores of the server and its benchmarks, as taskset takes them (`0-3,8`); null for all. */
  readonly cpus: string | null;
}

/** Where the time of a whole sweep went. */
export interface SweepLedger {
  /** Seconds of server starts by stage, added up, in ms. */
  readonly serverMs: Ledger;
  /** The same times the GPUs of each start; empty where nobody knows the GPUs. */
  readonly gpuMs: Ledger;
  /** GPUs times wall time; 0 where nobody knows the GPUs. */
  readonly availableGpuMs: number;
  /** Share of the time that was measured: of the GPU time, or without GPUs of the time of servers. */
  readonly utilisation: number;
  /** Wall time in which no server was alive, and idle time of servers: what servesweep itself cost. */
  readonly overheadMs: number;
}

/** Which run: a combination and a number; the unmeasured run before the others has the number -1, as in vLLM. */
export interface RunName {
  /** Directory of the combination. */
  readonly directory: string;
  readonly run: number;
}

/** Number of the unmeasured run. */
export const WARMUP_RUN = -1;

/**
 * Which server start an event is of. One planned start may live several times, after a crash or a resume, and never twice at the
 * same time. A life begins with `server-starting` and ends with `server-stopped`, or with the session.
 */
export interface OfStart {
  /** Id of the planned start: `SERVE--small#2`. */
  readonly start: string;
  /** Its serve set: `SERVE--small`, or empty for the empty set. */
  readonly server: string;
}

/** What the events of a planned start carry. */
export function ofStart({ id, name }: { readonly id: string; readonly name: string }): OfStart {
  return { start: id, server: name };
}

/** What happened, without the time. */
export type EventBody =
  | {
    readonly type: "sweep-started";
    readonly journal: typeof JOURNAL_VERSION;
    readonly version: string;
    readonly session: string;
    readonly pid: number;
    readonly starts: number;
    readonly combinations: number;
    readonly runs: number;
    /** Runs that were there already. */
    readonly reused: number;
  }
  | OfStart & {
    readonly type: "server-starting";
    readonly argv: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly process: ProcessIdentity;
    readonly logFile: string;
    /** Which start of its serve set it is, from 0. */
    readonly round: number;
    /** How many GPUs its command asks for. */
    readonly gpus: number;
    readonly placement: Placement;
    /** Names of the servers that run at the same time. */
    readonly beside: readonly string[];
  }
  | OfStart & {
    readonly type: "server-ready";
    readonly startupMs: number;
    /** What its log says about the parts of that time. */
    readonly parts: Ledger;
    /** What the server itself says its version is; null if it does not. */
    readonly serverVersion: string | null;
  }
  | OfStart & {
    /** How a server says that it works, once it is ready; before its `server-ready`. */
    readonly type: "server-config";
    /** Equal for servers that were started alike; null where too little is known. */
    readonly fingerprint: string | null;
    /** What it works with, by `section.name`; empty where it does not tell. */
    readonly configuration: Readonly<Record<string, ConfigurationValue>>;
    /** What became of each parameter of its serve set. */
    readonly flags: Readonly<Record<string, FlagFinding>>;
    readonly verdict: GuardVerdict;
  }
  | OfStart & {
    readonly type: "server-failed";
    readonly failure: Failure;
    readonly afterMs: number;
  }
  | OfStart & {
    /** A failure that may be over by now: the run, or without a name the server start, is tried again. */
    readonly type: "retrying";
    readonly name: RunName | null;
    /** Number of the next try, 1 for the first repetition, and how many there are. */
    readonly retry: number;
    readonly retries: number;
  }
  | {
    /** Processes that a dead sweep had left on this machine. */
    readonly type: "survivors-ended";
    /** As `pid command`. */
    readonly processes: readonly string[];
    /** Those that could not be ended. */
    readonly left: readonly string[];
  }
  | OfStart & {
    readonly type: "combination-started";
    readonly directory: string;
    /** What determines its runs: once here, not with every run. */
    readonly identity: Identity;
  }
  | OfStart & {
    readonly type: "run-started";
    readonly name: RunName;
    readonly argv: readonly string[];
    readonly process: ProcessIdentity;
    readonly logFile: string;
    /** How many other servers run at the same time. */
    readonly beside: number;
  }
  | OfStart & {
    /** What the guards found about a run that its benchmark says is valid; before its `run-finished`. */
    readonly type: "guards";
    readonly name: RunName;
    /** By the name of the guard: a later servesweep may have more. */
    readonly verdicts: Readonly<Record<string, GuardVerdict>>;
  }
  | OfStart & {
    readonly type: "run-finished";
    readonly name: RunName;
    readonly key: string;
    readonly outcome: Outcome;
    readonly exit: ExitStatus | null;
    readonly durationMs: number;
    /** The run object of run=N.json; null if the benchmark left none that can be read. Not in the journal: it has its file. */
    readonly result: JsonObject | null;
    /** What the benchmark left where no run object could be made of it. Not in the journal. */
    readonly rawResult: string | null;
  }
  | OfStart & {
    readonly type: "after-run-finished";
    readonly name: RunName;
    readonly durationMs: number;
  }
  | OfStart & {
    readonly type: "combination-finished";
    readonly directory: string;
    /** Runs of this session that are valid, and that failed for good. */
    readonly valid: number;
    readonly failed: number;
    /** Runs that were not done because it had become clear that they would fail too. */
    readonly skipped: number;
  }
  | OfStart & {
    readonly type: "server-stopped";
    readonly exit: ExitStatus;
    readonly durationMs: number;
    /** True if TERM was not enough. */
    readonly killed: boolean;
    /** Processes that could not be ended: empty, or the box needs a look. */
    readonly left: readonly string[];
    /** Where the time went from the moment it had its place until now. */
    readonly ledger: Ledger;
  }
  | OfStart & {
    /** The memory of GPUs did not come back in time after a server was gone. */
    readonly type: "memory-kept";
    readonly gpus: readonly string[];
    readonly waitedMs: number;
  }
  | OfStart & {
    /** Runs that were not begun because they would not have ended within the budget. */
    readonly type: "left-out";
    readonly runs: number;
    readonly reason: string;
  }
  | {
    readonly type: "sweep-finished";
    readonly exitCode: number;
    readonly reason: string | null;
    readonly valid: number;
    readonly failed: number;
    readonly durationMs: number;
    /** Null where an older journal has none. */
    readonly ledger: SweepLedger | null;
  };

/** One event: what happened and when. */
export type Event = EventBody & {
  /** Wall clock, ISO 8601 with milliseconds, UTC. */
  readonly time: string;
};

/** An event for a line of JSON: without the result of a run, which is no plain data and has a file of its own. */
export function eventWithoutResult(event: Event): object {
  if (event.type !== "run-finished") return event;
  const { result: _result, rawResult: _rawResult, ...rest } = event;
  return rest;
}
