/** A server process: start, readiness, cache reset, stop. */
import type { Combination, ServerStart } from "../plan/plan.ts";
import type { ExitStatus, ProcessIdentity } from "../record.ts";
import type { Server } from "./effects.ts";
import { exitText, RunFailure } from "./failure.ts";
import { probeClient, waitUntilReady } from "./health.ts";
import { foreignOwner, portHolder } from "./ownership.ts";
import { ProcessGroup, type StopReport } from "./process_group.ts";

/** How long one request that resets a cache may take. */
const RESET_LIMIT_MS = 60_000;

/** What a server process needs besides its plan. */
export interface ServerOptions {
  readonly start: ServerStart;
  readonly marker: string;
  /** Where its log goes, and the same relative to the experiment directory. */
  readonly logPath: string;
  readonly logFile: string;
  readonly readyTimeoutMs: number;
  readonly stopTimeoutMs: number;
  /** When aborted, a stop kills at once. */
  readonly killNow: AbortSignal;
  /** Runs the command after the benchmark. */
  readonly runAfterCommand: (
    argv: readonly string[],
    combination: Combination,
    run: number,
    signal: AbortSignal,
  ) => Promise<void>;
}

/** A server in a process group of its own. */
export class ServerProcess implements Server {
  readonly logFile: string;
  readonly #options: ServerOptions;
  readonly #group: ProcessGroup;
  readonly #client = probeClient();
  readonly #startedAt = performance.now();
  /** Base URL that answered. */
  #url: string;

  /** @throws {RunFailure} If something listens on the server's port already: its answers would pass for the server's. */
  constructor(options: ServerOptions) {
    const { start, marker, logPath, stopTimeoutMs } = options;
    const holder = portHolder(start);
    if (holder !== null) {
      this.#client.close();
      throw new RunFailure({
        reason: `Cannot start the server "${start.argv[0]}": its port (${
          start.urls[0]
        }) is taken by ${holder}`,
        logTail: [],
        logFile: null,
      });
    }
    this.#options = options;
    this.logFile = options.logFile;
    this.#url = start.urls[0]!;
    this.#group = new ProcessGroup({
      argv: start.argv,
      env: start.env,
      logPath,
      marker,
      stopTimeoutMs,
    });
  }

  get process(): ProcessIdentity {
    return this.#group.identity;
  }

  /** Size of the log before this process, in bytes. */
  get logStart(): number {
    return this.#group.logStart;
  }

  get exit(): ExitStatus | null {
    return this.#group.exit;
  }

  get exited(): Promise<ExitStatus> {
    return this.#group.exited;
  }

  async ready(signal: AbortSignal): Promise<number> {
    const { start, readyTimeoutMs } = this.#options;
    const exit = new AbortController();
    this.exited.then(() => exit.abort());
    const readiness = await waitUntilReady(
      start.healthUrls,
      readyTimeoutMs,
      AbortSignal.any([signal, exit.signal]),
      this.#client,
    );
    if (this.exit !== null) {
      throw this.#failure(
        `The server "${start.argv[0]}" ended with ${exitText(this.exit)} before it was ready`,
      );
    }
    if (readiness.kind === "aborted") throw signal.reason;
    if (readiness.kind === "timeout") {
      throw this.#failure(
        `The server "${start.argv[0]}" was not ready within ${readyTimeoutMs / 1000} s ` +
          `(--server-ready-timeout): ${start.healthUrls[0]} gave ${readiness.lastAnswer}`,
      );
    }
    const owner = foreignOwner(start, readiness.url, this.#group.pids());
    if (owner !== null) {
      throw this.#failure(
        `${readiness.url} answers, but it is not the server that was started: the port belongs to ${owner}`,
      );
    }
    this.#url = start.urls.find((url) => readiness.url.startsWith(url)) ?? this.#url;
    return performance.now() - this.#startedAt;
  }

  async afterRun(combination: Combination, run: number, signal: AbortSignal): Promise<void> {
    const { afterRun } = this.#options.start;
    if (afterRun.kind === "command") {
      await this.#options.runAfterCommand(afterRun.argv, combination, run, signal);
    } else if (afterRun.kind === "reset") {
      for (const { path, optional } of afterRun.paths) await this.#post(path, optional, signal);
    }
  }

  async stop(): Promise<StopReport> {
    this.#client.close();
    return await this.#group.stop(this.#options.killNow);
  }

  async #post(path: string, optional: boolean, signal: AbortSignal): Promise<void> {
    const url = this.#url + path;
    let status: number;
    try {
      const response = await fetch(url, {
        method: "POST",
        client: this.#client,
        signal: AbortSignal.any([signal, AbortSignal.timeout(RESET_LIMIT_MS)]),
      });
      await response.body?.cancel();
      status = response.status;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw this.#failure(`Cannot reset the server's cache: POST ${url}: ${reasonOf(error)}`);
    }
    if (status >= 200 && status < 300 || optional && status === 404) return;
    const hint = status === 404
      ? " (the server does not know it: pass --no-cache-reset or --after-bench-cmd)"
      : "";
    throw this.#failure(
      `Cannot reset the server's cache: POST ${url} gave HTTP status ${status}${hint}`,
    );
  }

  #failure(reason: string): RunFailure {
    return new RunFailure({ reason, logTail: this.#group.logTail(), logFile: this.logFile });
  }
}

/** The reason of a failed fetch is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
