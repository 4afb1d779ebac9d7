/** The effects of a real sweep: processes, health polling, the clock. */
import { join } from "@std/path/join";
import { gpuEnv } from "../machine/gpu_env.ts";
import { handedOn } from "../launcher/variables.ts";
import type { Machine } from "../machine/machine.ts";
import type { Combination, ServerStart } from "../plan/plan.ts";
import type { BenchLimit } from "../forecast/bench_limit.ts";
import type { Failure, Placement } from "../journal/event.ts";
import { afterRunLogFile, runLogFile, serverLogFile, stagingDirectory } from "../plan/paths.ts";
import { kindOf, resultPlace, runArgv, runEnv } from "../plan/run_argv.ts";
import { EXIT, ServesweepError } from "../lib/errors.ts";
import { because, causeLine, shownTail } from "../result/cause_line.ts";
import { classifyBenchEnd } from "../result/failure_class.ts";
import { BenchProcess } from "./process/bench_process.ts";
import type { Bench, BenchRequest, Effects, MemoryReturn, Server } from "./effects.ts";
import { exitText, RunFailure } from "./failure.ts";
import { shortage } from "./free_space.ts";
import { isMemoryHeld, memoryFree, memoryHolders } from "./gpu/held_memory.ts";
import { timeWaitOver } from "./process/time_wait.ts";
import { GpuMemory } from "./gpu/gpu_memory.ts";
import { probeClient } from "./health.ts";
import { LogWatch } from "./log/log_watch.ts";
import { ProcessGroup } from "./process/process_group.ts";
import type { Supervisor } from "./process/supervisor.ts";
import { ServerProcess } from "./server.ts";

/** Time between two looks at the sizes of the logs. */
const LOG_CHECK_MS = 1_000;

/** What all processes of a sweep share. */
export interface RealEffectsOptions {
  readonly experimentPath: string;
  /** Throws if the experiment directory is not the one that the sweep began in: logs would make it anew, elsewhere. */
  readonly requireDirectory: () => void;
  /** Knows which processes are ours. */
  readonly supervisor: Supervisor;
  readonly readyTimeoutMs: number;
  /** How long a run may take. */
  readonly benchLimitOf: (request: BenchRequest) => BenchLimit | null;
  /** How long the command after a benchmark, or the reset of the caches, may take. */
  readonly afterBenchTimeoutMs: number;
  readonly stopTimeoutMs: number;
  /** Command that ends a server before SIGTERM does; null for none. */
  readonly stopCommand: readonly string[] | null;
  /** Nothing is started with less room on the disk; 0 for no check. */
  readonly minFreeBytes: number;
  /** The machine whose parts are shared out; null if none are. */
  readonly machine: Machine | null;
  /** Size at which a log is rotated, in bytes; 0 for never. */
  readonly logMaxBytes: number;
  readonly killNow: AbortSignal;
  /** Called with every log that a process of ours begins to write, for `--show-stdout`. */
  readonly onLog: (logPath: string, from: number, ended: Promise<unknown>) => void;
}

/** Starts real processes. To be disposed when all of them are gone. */
export class RealEffects implements Effects, Disposable {
  readonly #options: RealEffectsOptions;
  readonly #logs: LogWatch | null;
  readonly #memory: GpuMemory | null;
  /** Ports whose server cannot be started while connections of the last one keep them: each try would cost a load. */
  readonly #strictPorts = new Set<number>();
  /** One for all servers: each takes a megabyte. */
  readonly #client = probeClient();

  constructor(options: RealEffectsOptions) {
    this.#options = options;
    const capBytes = options.logMaxBytes;
    this.#memory = options.machine?.vendor ? new GpuMemory() : null;
    this.#logs = capBytes === 0 ? null : new LogWatch({ capBytes, intervalMs: LOG_CHECK_MS });
  }

  async checkDisk(): Promise<void> {
    const { experimentPath, requireDirectory, minFreeBytes } = this.#options;
    requireDirectory();
    const text = await shortage(experimentPath, minFreeBytes);
    if (text !== null) throw new ServesweepError(text, EXIT.disk);
  }

  [Symbol.dispose](): void {
    this.#client.close();
    this.#memory?.[Symbol.dispose]();
  }

  now(): number {
    return performance.now();
  }

  async prepare({ port }: ServerStart, { gpus }: Placement, signal: AbortSignal): Promise<void> {
    if (port.kind === "fixed" && this.#strictPorts.has(port.port)) {
      await timeWaitOver(port.port, signal);
    }
    await this.#memory?.baseline(gpus, signal);
  }

  async memoryBack({ gpus }: Placement, signal: AbortSignal): Promise<MemoryReturn> {
    return await this.#memory?.untilBack(gpus, signal) ?? { waitedMs: 0, back: true };
  }

  startServer(start: ServerStart, { gpus, cpus }: Placement): Server {
    this.#options.requireDirectory();
    const { readyTimeoutMs, afterBenchTimeoutMs, stopTimeoutMs, killNow, machine, supervisor } =
      this.#options;
    const visible = machine === null ? {} : gpuEnv(gpus, machine.vendor, machine.hasRocrFilter);
    const { argv } = handedOn(start.argv, visible);
    const logFile = serverLogFile(start.name, start.round);
    const server = new ServerProcess({
      start: { ...start, argv, env: { ...start.env, ...visible } },
      cpus,
      client: this.#client,
      supervisor,
      logPath: this.#path(logFile),
      logFile,
      readyTimeoutMs,
      afterBenchTimeoutMs,
      stopTimeoutMs,
      stopCommand: this.#options.stopCommand,
      killNow,
      runAfterCommand: (...call) => this.#runAfterCommand(cpus, ...call),
    });
    this.#log(logFile, server.logStart, server.exited);
    return server;
  }

  async explained(failure: Failure): Promise<Failure> {
    if (!isMemoryHeld(saidBy(failure))) return failure;
    const holders = await memoryHolders();
    if (holders.length === 0) return failure;
    return { ...failure, reason: `${failure.reason}; memory is held by ${holders.join(", ")}` };
  }

  async obstacleGone(
    failure: Failure,
    start: ServerStart,
    { gpus }: Placement,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (failure.class === "port-in-use" && start.port.kind === "fixed") {
      const isOver = await timeWaitOver(start.port.port, signal);
      if (isOver) this.#strictPorts.add(start.port.port);
      return isOver;
    }
    if (!isMemoryHeld(saidBy(failure))) return false;
    return await memoryFree(saidBy(failure), gpus, signal);
  }

  startBench(request: BenchRequest): Bench {
    this.#options.requireDirectory();
    const { combination, run, placement: { cpus } } = request;
    const { experimentPath, benchLimitOf, stopTimeoutMs, killNow, supervisor } = this.#options;
    const { directory } = combination;
    const place = resultPlace(experimentPath, combination, run);
    const kind = kindOf(combination);
    const logFile = runLogFile(directory, run);
    const bench = new BenchProcess({
      argv: runArgv(experimentPath, combination, run),
      env: runEnv(experimentPath, combination, run),
      cpus,
      supervisor,
      logPath: this.#path(logFile),
      logFile,
      stagingPath: this.#path(stagingDirectory(directory, run)),
      resultName: place.name,
      resultNames: kind.resultNames(place),
      read: kind.read,
      extrasPath: this.#path(directory),
      limit: benchLimitOf(request),
      stopTimeoutMs,
      killNow,
    });
    this.#log(logFile, bench.logStart, bench.exited);
    return bench;
  }

  async #runAfterCommand(
    cpus: string | null,
    argv: readonly string[],
    { directory, workload: { env } }: Combination,
    run: number,
    signal: AbortSignal,
  ): Promise<void> {
    this.#options.requireDirectory();
    const { afterBenchTimeoutMs, stopTimeoutMs, killNow, supervisor } = this.#options;
    const logFile = afterRunLogFile(directory, run);
    const logPath = this.#path(logFile);
    const group = new ProcessGroup({ argv, env, logPath, supervisor, stopTimeoutMs, cpus });
    this.#log(logFile, group.logStart, group.exited);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), afterBenchTimeoutMs);
    await group.ended(AbortSignal.any([signal, limit.signal]));
    clearTimeout(timer);
    const timedOut = limit.signal.aborted && group.exit === null;
    const { exit } = await group.stop(killNow);
    if (signal.aborted) throw signal.reason;
    if (exit.code === 0) return;
    const lines = group.logLines();
    const name = `The command after the benchmark "${argv[0]}"`;
    throw new RunFailure({
      class: timedOut ? "hang" : classifyBenchEnd({ exit, lines, result: null }),
      reason: timedOut
        ? `${name} did not end within ${afterBenchTimeoutMs / 1000} s (--after-bench-timeout)`
        : `${name} ended with ${exitText(exit)}${because(causeLine(lines))}`,
      command: argv,
      logTail: shownTail(lines, timedOut),
      logFile,
    });
  }

  /** Has a log watched while its process lives. */
  #log(file: string, from: number, exited: Promise<unknown>): void {
    const path = this.#path(file);
    const watched = this.#logs?.add(path);
    exited.then(() => watched?.close());
    this.#options.onLog(path, from, exited);
  }

  #path(file: string): string {
    return join(this.#options.experimentPath, file);
  }
}

/** What a failure says: the cause stands in its sentence where tracebacks of other processes came behind it. */
function saidBy({ reason, logTail }: Failure): readonly string[] {
  return [reason, ...logTail];
}
