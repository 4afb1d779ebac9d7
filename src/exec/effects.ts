/** What the executor needs from the world. The real one starts processes; tests hand in fakes. */
import type { CountersAnswer } from "../guards/judge_run.ts";
import type { Combination, ServerStart } from "../plan/plan.ts";
import type { ExitStatus, Failure, Ledger, Placement, ProcessIdentity } from "../journal/event.ts";
import type { BenchLimit } from "../forecast/bench_limit.ts";
import type { StopReport } from "./process/process_group.ts";

/** A server that was started. */
export interface Server {
  /** The start with its port, where the plan left that open. */
  readonly start: ServerStart;
  /** A combination with its port, where the plan left that open. */
  bound(combination: Combination): Combination;
  readonly process: ProcessIdentity;
  /** Log file, relative to the experiment directory. */
  readonly logFile: string;
  /** Why it serves no more: it has ended, or its engine is dead. Null while it serves. */
  readonly death: Failure | null;
  /** Resolves when {@linkcode death} is known, or when the signal is aborted. */
  untilDeath(signal: AbortSignal): Promise<void>;
  /**
   * Waits until the server is ready.
   *
   * @throws {RunFailure} If it exits, is not ready in time, or is not the server that was started.
   * @throws {DOMException} If the signal is aborted.
   */
  ready(signal: AbortSignal): Promise<ReadyServer>;
  /** What it answers to a path about itself, null if nothing, and what it logged until now. Never throws. */
  configuration(path: string, signal: AbortSignal): Promise<ConfigurationText>;
  /** Asks for its counters, for a limited time. Never throws. */
  counters(signal: AbortSignal): Promise<CountersAnswer>;
  /** After a failed run: asks whether it serves still. Afterwards {@linkcode death} tells. */
  check(signal: AbortSignal): Promise<void>;
  /**
   * What comes after a run: the reset of the caches, or the command after the benchmark.
   *
   * @throws {RunFailure} If it fails or takes too long.
   * @throws {DOMException} If the signal is aborted.
   */
  afterRun(combination: Combination, run: number, signal: AbortSignal): Promise<void>;
  /** Ends it and proves that it is gone. */
  stop(): Promise<StopReport>;
}

/** What a server says of itself. */
export interface ConfigurationText {
  readonly answer: string | null;
  readonly log: string;
}

/** What is known of a server once it is ready. */
export interface ReadyServer {
  /** Time from the start of the process, in ms. */
  readonly startupMs: number;
  /** What it says its version is; null if it does not. */
  readonly version: string | null;
  /** What its log says about the parts of that time. */
  readonly parts: Ledger;
}

/** What became of the memory of a server's GPUs. */
export interface MemoryReturn {
  /** How long it took to come back, or how long it was waited for. */
  readonly waitedMs: number;
  readonly back: boolean;
}

/** One benchmark run to start. */
export interface BenchRequest {
  readonly start: ServerStart;
  readonly combination: Combination;
  /** Number of the run, -1 for the unmeasured one. */
  readonly run: number;
  readonly placement: Placement;
}

/** A benchmark process that was started. */
export interface Bench {
  readonly process: ProcessIdentity;
  readonly argv: readonly string[];
  /** Log file, relative to the experiment directory. */
  readonly logFile: string;
  /** Waits until it ends by itself or is stopped, and collects what it left. */
  finished(signal: AbortSignal): Promise<BenchEnd>;
  /**
   * Clears up behind the run, once its result is stored.
   *
   * @param keep Move what the benchmark wrote besides its result next to the stored one.
   */
  dispose(keep: boolean): void;
}

/** How a benchmark process ended. */
export interface BenchEnd {
  readonly exit: ExitStatus;
  readonly durationMs: number;
  /** Text of the result file; null if there is none. */
  readonly resultText: string | null;
  /** Why there is none although the file is there, as the end of a sentence; null if there is no such reason. */
  readonly resultProblem: string | null;
  /** The end of its log, enough to find the cause of a failure. */
  readonly logLines: readonly string[];
  /** The limit that it was ended at; null if it was not. */
  readonly timedOut: BenchLimit | null;
}

/** Everything that touches the world. */
export interface Effects {
  /**
   * To be called before anything is started.
   *
   * @throws {ServesweepError} If the disk is too full for what will be written.
   */
  checkDisk(): Promise<void>;
  /**
   * Before the first server of a start: looks at its place, and waits for its port if connections of the last server keep it and
   * a server failed of that before. Resolves early when the signal is aborted.
   */
  prepare(start: ServerStart, placement: Placement, signal: AbortSignal): Promise<void>;
  /** @throws {RunFailure} If it cannot be started, for example because its port is taken. */
  startServer(start: ServerStart, placement: Placement): Server;
  /** Adds to the failure of a server start what the machine tells about it: who holds the memory that is missing. */
  explained(failure: Failure): Promise<Failure>;
  /**
   * Waits, a minute at most, for what kept a server from starting and is not its own: closed connections on its port, memory of GPUs
   * that others hold. Resolves early when the signal is aborted.
   *
   * @returns Whether there was such a thing and it is gone.
   */
  obstacleGone(
    failure: Failure,
    start: ServerStart,
    placement: Placement,
    signal: AbortSignal,
  ): Promise<boolean>;
  startBench(request: BenchRequest): Bench;
  /** Waits, for a limited time, until the memory of a place is as free as it was before. Resolves early when the signal is aborted. */
  memoryBack(placement: Placement, signal: AbortSignal): Promise<MemoryReturn>;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
}
