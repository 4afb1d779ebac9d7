/** A sweep at this moment, from its events: counts, the servers that run and what they do, the last failures. */
import {
  type Event,
  type Failure,
  type RunName,
  type SweepLedger,
  WARMUP_RUN,
} from "../../journal/event.ts";

/** What a server does. */
export type Doing =
  | { readonly kind: "loading" | "between runs" | "stopping" }
  | { readonly kind: "measuring" | "warm-up" | "resetting"; readonly name: RunName };

/** A server that runs. */
export interface Lane {
  readonly server: string;
  /** Which start of its serve set it is, from 0. */
  readonly round: number;
  /** Its GPUs; none where they are not shared out. */
  readonly gpus: readonly string[];
  /** How many GPUs it takes. */
  readonly gpuCount: number;
  readonly startedAtMs: number;
  readonly doing: Doing;
  /** Since when. */
  readonly sinceMs: number;
}

/** Something that failed for good, as far as is known. */
export interface FailureNote {
  /** The run; null for a server start. */
  readonly name: RunName | null;
  readonly server: string;
  readonly atMs: number;
  readonly failure: Failure;
}

/** How a sweep ended. */
export interface EndNote {
  readonly exitCode: number;
  readonly reason: string | null;
  readonly valid: number;
  readonly failed: number;
  readonly durationMs: number;
  readonly atMs: number;
  readonly ledger: SweepLedger | null;
}

/** Failures that are kept: a night may have thousands. */
const KEPT_FAILURES = 100;

/** Follows the events of the last session among those that it is given. */
export class LiveState {
  /** Runs that this session is to do, and that were there before it. */
  runs = 0;
  reused = 0;
  /** Runs that are decided, and those of them that failed. */
  done = 0;
  failedRuns = 0;
  /** Server starts that failed. */
  failedStarts = 0;
  /** Runs for which there was no time. */
  leftOut = 0;
  session: string | null = null;
  version: string | null = null;
  pid: number | null = null;
  startedAtMs: number | null = null;
  lastEventAtMs: number | null = null;
  end: EndNote | null = null;
  #lanes = new Map<string, Lane>();
  #failures: FailureNote[] = [];
  #finishedGpuMs = 0;

  /** The servers that run, in the order of their starts. */
  get lanes(): readonly Lane[] {
    return [...this.#lanes.values()];
  }

  /** The last failures, oldest first. */
  get failures(): readonly FailureNote[] {
    return this.#failures;
  }

  /** GPU time of servers until now, in ms. */
  gpuMs(nowMs: number): number {
    let sum = this.#finishedGpuMs;
    for (const { gpuCount, startedAtMs } of this.#lanes.values()) {
      sum += gpuCount * Math.max(0, nowMs - startedAtMs);
    }
    return sum;
  }

  /** Takes an event into account; each is to be given once, in order. @param atMs When it happened. */
  apply(event: Event, atMs: number): void {
    this.lastEventAtMs = atMs;
    switch (event.type) {
      case "sweep-started":
        this.#begin(event, atMs);
        return;
      case "server-starting": {
        const { server, round, gpus: gpuCount, placement } = event;
        this.#lanes.set(server, {
          ...{ server, round, gpuCount, gpus: placement.gpus },
          ...{ startedAtMs: atMs, sinceMs: atMs, doing: { kind: "loading" } },
        });
        return;
      }
      case "server-ready":
      case "after-run-finished":
      case "combination-started":
        this.#enter(event.server, { kind: "between runs" }, atMs);
        return;
      case "run-started": {
        const { name } = event;
        const kind = name.run === WARMUP_RUN ? "warm-up" : "measuring";
        this.#enter(event.server, { kind, name }, atMs);
        return;
      }
      case "run-finished":
        this.#runFinished(event, atMs);
        return;
      case "server-failed":
        this.failedStarts++;
        this.#note({ name: null, server: event.server, atMs, failure: event.failure });
        this.#enter(event.server, { kind: "stopping" }, atMs);
        return;
      case "retrying":
        this.#takeBack(event.server, event.name);
        return;
      // Another combination follows at once, or the server is stopped.
      case "combination-finished":
        this.#enter(event.server, { kind: "stopping" }, atMs);
        return;
      case "server-stopped":
        this.#remove(event.server, atMs);
        return;
      case "left-out":
        this.leftOut += event.runs;
        return;
      case "sweep-finished": {
        const { exitCode, reason, valid, failed, durationMs, ledger } = event;
        this.end = { exitCode, reason, valid, failed, durationMs, atMs, ledger };
        return;
      }
      default:
        return;
    }
  }

  #begin(event: Event & { type: "sweep-started" }, atMs: number): void {
    this.runs = event.runs;
    this.reused = event.reused;
    this.session = event.session;
    this.version = event.version;
    this.pid = event.pid;
    this.startedAtMs = atMs;
    this.done =
      this.failedRuns =
      this.failedStarts =
      this.leftOut =
      this.#finishedGpuMs =
        0;
    this.end = null;
    this.#lanes = new Map();
    this.#failures = [];
  }

  #runFinished(event: Event & { type: "run-finished" }, atMs: number): void {
    const { server, name, outcome } = event;
    // If there is a reset it comes now; if not, the next event comes at once.
    this.#enter(server, { kind: "resetting", name }, atMs);
    const isMeasured = name.run !== WARMUP_RUN;
    if (outcome.kind === "cancelled") return;
    if (isMeasured) this.done++;
    if (outcome.kind === "valid") return;
    if (isMeasured) this.failedRuns++;
    this.#note({ name, server, atMs, failure: outcome.failure });
  }

  /** Something is tried again: its failure is no result yet. */
  #takeBack(server: string, name: RunName | null): void {
    if (name === null) {
      this.failedStarts--;
    } else if (name.run !== WARMUP_RUN) {
      this.done--;
      this.failedRuns--;
    }
    const index = this.#failures.findLastIndex((note) =>
      note.server === server && note.name?.directory === name?.directory &&
      note.name?.run === name?.run
    );
    if (index >= 0) this.#failures.splice(index, 1);
  }

  #note(note: FailureNote): void {
    this.#failures.push(note);
    if (this.#failures.length > KEPT_FAILURES) this.#failures.shift();
  }

  #enter(server: string, doing: Doing, atMs: number): void {
    const lane = this.#lanes.get(server);
    if (lane !== undefined) this.#lanes.set(server, { ...lane, doing, sinceMs: atMs });
  }

  #remove(server: string, atMs: number): void {
    const lane = this.#lanes.get(server);
    if (lane === undefined) return;
    this.#finishedGpuMs += lane.gpuCount * Math.max(0, atMs - lane.startedAtMs);
    this.#lanes.delete(server);
  }
}
