/** The effects of a real sweep: processes, health polling, the clock. */
import { join } from "@std/path/join";
import type { Combination, ServerStart } from "../plan/plan.ts";
import {
  afterRunLogFile,
  resultName,
  runLogFile,
  serverLogFile,
  stagingDirectory,
} from "../plan/paths.ts";
import { runArgv } from "../plan/run_argv.ts";
import { BenchProcess } from "./bench_process.ts";
import type { Bench, BenchRequest, Effects, Server } from "./effects.ts";
import { exitText, RunFailure } from "./failure.ts";
import { ProcessGroup } from "./process_group.ts";
import { ServerProcess } from "./server.ts";

/** What all processes of a sweep share. */
export interface RealEffectsOptions {
  readonly experimentPath: string;
  /** Unique name of this sweep's session; markers begin with it. */
  readonly session: string;
  readonly readyTimeoutMs: number;
  /** How long a benchmark may take; null for no limit. */
  readonly benchTimeoutMs: number | null;
  readonly stopTimeoutMs: number;
  readonly killNow: AbortSignal;
  /** Called with every log that a process of ours begins to write, for `--show-stdout`. */
  readonly onLog: (logPath: string, from: number, ended: Promise<unknown>) => void;
}

/** Starts real processes. */
export class RealEffects implements Effects {
  readonly #options: RealEffectsOptions;
  #processes = 0;

  constructor(options: RealEffectsOptions) {
    this.#options = options;
  }

  now(): number {
    return performance.now();
  }

  startServer(start: ServerStart): Server {
    const { readyTimeoutMs, stopTimeoutMs, killNow, onLog } = this.#options;
    const logFile = serverLogFile(start.name);
    const server = new ServerProcess({
      start,
      marker: this.#marker(),
      logPath: this.#path(logFile),
      logFile,
      readyTimeoutMs,
      stopTimeoutMs,
      killNow,
      runAfterCommand: this.#runAfterCommand,
    });
    onLog(this.#path(logFile), server.logStart, server.exited);
    return server;
  }

  startBench({ combination, run }: BenchRequest): Bench {
    const { experimentPath, benchTimeoutMs, stopTimeoutMs, killNow, onLog } = this.#options;
    const { directory, env } = combination;
    const logFile = runLogFile(directory, run);
    const bench = new BenchProcess({
      argv: runArgv(experimentPath, combination, run),
      env,
      marker: this.#marker(),
      logPath: this.#path(logFile),
      logFile,
      stagingPath: this.#path(stagingDirectory(directory, run)),
      resultName: resultName(run),
      extrasPath: this.#path(directory),
      timeoutMs: benchTimeoutMs,
      stopTimeoutMs,
      killNow,
    });
    onLog(this.#path(logFile), bench.logStart, bench.exited);
    return bench;
  }

  #runAfterCommand = async (
    argv: readonly string[],
    { directory, env }: Combination,
    run: number,
    signal: AbortSignal,
  ): Promise<void> => {
    const { stopTimeoutMs, killNow, onLog } = this.#options;
    const logFile = afterRunLogFile(directory, run);
    const logPath = this.#path(logFile);
    const group = new ProcessGroup({ argv, env, logPath, marker: this.#marker(), stopTimeoutMs });
    onLog(logPath, group.logStart, group.exited);
    await group.ended(signal);
    const { exit } = await group.stop(killNow);
    if (signal.aborted) throw signal.reason;
    if (exit.code === 0) return;
    throw new RunFailure({
      reason: `The command after the benchmark "${argv[0]}" ended with ${exitText(exit)}`,
      logTail: group.logTail(),
      logFile,
    });
  };

  #path(file: string): string {
    return join(this.#options.experimentPath, file);
  }

  #marker(): string {
    return `${this.#options.session}.${this.#processes++}`;
  }
}
