/** What the executor needs from the world. The real one starts processes; tests hand in fakes. */
import type { Combination, ServerStart } from "../plan/plan.ts";
import type { ExitStatus, ProcessIdentity } from "../record.ts";
import type { StopReport } from "./process_group.ts";

/** A server that was started. */
export interface Server {
  readonly process: ProcessIdentity;
  /** Log file, relative to the experiment directory. */
  readonly logFile: string;
  /** How it ended, once it has. */
  readonly exit: ExitStatus | null;
  readonly exited: Promise<ExitStatus>;
  /**
   * Waits until the server is ready.
   *
   * @returns Time from the start of the process to readiness, in ms.
   * @throws {RunFailure} If it exits, or is not ready in time.
   * @throws {DOMException} If the signal is aborted.
   */
  ready(signal: AbortSignal): Promise<number>;
  /**
   * What comes after a run: the reset of the caches, or the command after the benchmark.
   *
   * @throws {RunFailure} If it fails.
   * @throws {DOMException} If the signal is aborted.
   */
  afterRun(combination: Combination, run: number, signal: AbortSignal): Promise<void>;
  /** Ends it and proves that it is gone. */
  stop(): Promise<StopReport>;
}

/** One benchmark run to start. */
export interface BenchRequest {
  readonly combination: Combination;
  /** Number of the run, -1 for the unmeasured one. */
  readonly run: number;
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
  readonly logTail: readonly string[];
  /** The limit that it was ended at, in ms; null if it was not. */
  readonly timedOutMs: number | null;
}

/** Everything that touches the world. */
export interface Effects {
  /** @throws {RunFailure} If it cannot be started, for example because its port is taken. */
  startServer(start: ServerStart): Server;
  startBench(request: BenchRequest): Bench;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
}
