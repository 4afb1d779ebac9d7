/** A sweep at this moment, from its events: counts, the servers that run and what they do, the last failures. */
import {
  type Event,
  type Failure,
  type OfStart,
  type RunName,
  type SweepLedger,
  WARMUP_RUN,
} from "./event.ts";
import { GuardFindings } from "./guards.ts";
import { type LiveServer, OpenLives } from "./lives.ts";

/** Something that failed for good, as far as is known. */
export interface FailureNote extends OfStart {
  /** The run; null for a server start. */
  readonly name: RunName | null;
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
export class SweepState {
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
  /** Of all sessions that it was told of. */
  readonly guards = new GuardFindings();
  readonly #lives = new OpenLives();
  #failures: FailureNote[] = [];
  #finishedGpuMs = 0;

  /** The servers that live, in the order of their beginnings. */
  get servers(): readonly LiveServer[] {
    return this.#lives.servers;
  }

  /** The last failures, oldest first. */
  get failures(): readonly FailureNote[] {
    return this.#failures;
  }

  /** GPU time of servers until now, in ms. */
  gpuMs(nowMs: number): number {
    let sum = this.#finishedGpuMs;
    for (const life of this.#lives.servers) sum += gpuMsOf(life, nowMs);
    return sum;
  }

  /** Takes an event into account; each is to be given once, in order. @param atMs When it happened. */
  apply(event: Event, atMs: number): void {
    this.lastEventAtMs = atMs;
    this.guards.apply(event);
    const life = this.#lives.apply(event, atMs);
    switch (event.type) {
      case "sweep-started":
        this.#begin(event, atMs);
        return;
      case "run-finished":
        this.#runFinished(event, atMs);
        return;
      case "server-failed":
        this.failedStarts++;
        this.#note({ ...whichStart(event), name: null, atMs, failure: event.failure });
        return;
      case "retrying":
        this.#takeBack(event.start, event.name);
        return;
      case "server-stopped":
        if (life !== null) this.#finishedGpuMs += gpuMsOf(life, atMs);
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
    this.#failures = [];
  }

  #runFinished(event: Event & { type: "run-finished" }, atMs: number): void {
    const { name, outcome } = event;
    const isMeasured = name.run !== WARMUP_RUN;
    if (outcome.kind === "cancelled") return;
    if (isMeasured) this.done++;
    if (outcome.kind === "valid") return;
    if (isMeasured) this.failedRuns++;
    this.#note({ ...whichStart(event), name, atMs, failure: outcome.failure });
  }

  /** Something is tried again: its failure is no result yet. */
  #takeBack(start: string, name: RunName | null): void {
    if (name === null) {
      this.failedStarts--;
    } else if (name.run !== WARMUP_RUN) {
      this.done--;
      this.failedRuns--;
    }
    const index = this.#failures.findLastIndex((note) =>
      note.start === start && note.name?.directory === name?.directory &&
      note.name?.run === name?.run
    );
    if (index >= 0) this.#failures.splice(index, 1);
  }

  #note(note: FailureNote): void {
    this.#failures.push(note);
    if (this.#failures.length > KEPT_FAILURES) this.#failures.shift();
  }
}

function whichStart({ start, server }: OfStart): OfStart {
  return { start, server };
}

function gpuMsOf({ gpuCount, startedAtMs }: LiveServer, nowMs: number): number {
  return gpuCount * Math.max(0, nowMs - startedAtMs);
}
