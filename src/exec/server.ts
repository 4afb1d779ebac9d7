/** A server process: start, readiness, cache reset, stop. */
// Over 300 lines because: the life of one server, from start to stop, is told in one place.
import { type BoundStart, combinationWithPort } from "../plan/port/bind_port.ts";
import type { Combination } from "../plan/plan.ts";
import type {
  ExitStatus,
  Failure,
  FailureClass,
  Ledger,
  ProcessIdentity,
} from "../journal/event.ts";
import { loadingParts, splitLoading } from "../result/loading_parts.ts";
import { because, causeLine, shownTail } from "../result/cause_line.ts";
import { classifyLog, classifyServerEnd } from "../result/failure_class.ts";
import { type ContainerRef, withContainer } from "../launcher/container.ts";
import { endContainer, forgetContainer, runCommand } from "./process/end_container.ts";
import { pause } from "../lib/sleep.ts";
import { engineNamed } from "../engine/engines.ts";
import type { CountersAnswer } from "../guards/judge_run.ts";
import type { ConfigurationText, ReadyServer, Server } from "./effects.ts";
import { EngineWatch } from "./log/engine_watch.ts";
import { exitText, RunFailure } from "./failure.ts";
import { boundStart } from "./bound_start.ts";
import { configurationText } from "./configuration_text.ts";
import { CounterReader } from "./counter_reader.ts";
import { answersHealthy, waitUntilReady } from "./health.ts";
import { otherModel, reportedVersion } from "./models.ts";
import { oomKills } from "./process/oom_kills.ts";
import { foreignOwner } from "./process/ownership.ts";
import { PortLease } from "./process/port_lease.ts";
import { ProcessGroup, type StopReport } from "./process/process_group.ts";
import { postReset, RESET_TRIES, type ResetAnswer } from "./reset_cache.ts";
import type { ServerOptions } from "./server_options.ts";
import { startLog } from "./log/start_log.ts";

/** How long a server that loads may take to end: it has nothing to finish, and in a load many do not heed TERM. */
const LOADING_STOP_MS = 3_000;

const BEFORE_READY = "before it was ready";

/** How long a container that has not heeded TERM may take more. */
const CONTAINER_STOP_MS = 10_000;

/** How long the client of a container may take to see that it is gone. */
const CLIENT_END_MS = 1_000;

/** How long a server whose health URL does not answer any more may take to end: then it has crashed, else it hangs. */
const DEATH_LIMIT_MS = 2_000;

/** A server in a process group of its own. */
export class ServerProcess implements Server {
  readonly start: BoundStart;
  readonly logFile: string;
  death: Failure | null = null;
  readonly #options: ServerOptions;
  readonly #group: ProcessGroup;
  readonly #engine: EngineWatch;
  readonly #lease: PortLease | null;
  readonly #container: ContainerRef | null;
  readonly #client: Deno.HttpClient;
  readonly #counters: CounterReader;
  readonly #startedAt = performance.now();
  readonly #oomKills = oomKills();
  /** Base URL and health URL that answered. */
  #url: string;
  #healthUrl: string;

  /** @throws {RunFailure} If something listens on the server's port already: its answers would pass for the server's. */
  constructor(options: ServerOptions) {
    const { supervisor, logPath, stopTimeoutMs, cpus } = options;
    this.#options = options;
    this.#client = options.client;
    this.#counters = new CounterReader(engineNamed(options.start.server).counters);
    this.logFile = options.logFile;
    const { port } = options.start;
    this.#lease = port.kind === "lease" ? PortLease.take(port.preferred) : null;
    try {
      const start = boundStart(options.start, this.#lease);
      const idFile = `${logPath}.cid`;
      const { argv, container } = withContainer(start.argv, idFile);
      this.#container = container;
      forgetContainer(container);
      this.start = { ...start, argv };
      this.#url = this.start.urls[0]!;
      this.#healthUrl = this.start.healthUrls[0]!;
      this.#engine = new EngineWatch(logPath);
      this.#group = new ProcessGroup({
        argv: this.start.argv,
        env: this.start.env,
        logPath,
        supervisor,
        stopTimeoutMs: Math.min(LOADING_STOP_MS, stopTimeoutMs),
        cpus,
      });
    } catch (error) {
      this.#lease?.[Symbol.dispose]();
      throw error;
    }
    this.#group.exited.then((exit) => this.death ??= this.#ended(exit, "while it was measured"));
  }

  bound(combination: Combination): Combination {
    return combinationWithPort(this.#options.start, combination, this.start.port.port);
  }

  get process(): ProcessIdentity {
    return this.#group.identity;
  }

  /** Size of the log before this process, in bytes. */
  get logStart(): number {
    return this.#group.logStart;
  }

  get exited(): Promise<ExitStatus> {
    return this.#group.exited;
  }

  async untilDeath(signal: AbortSignal): Promise<void> {
    const end = new AbortController();
    const stop = AbortSignal.any([signal, end.signal]);
    const engine = this.#engine.untilDeath(stop).then((line) => {
      if (line !== null) this.death ??= this.#engineDied(line);
    });
    await Promise.race([engine, this.#group.ended(stop)]);
    end.abort();
    await engine;
  }

  async check(signal: AbortSignal): Promise<void> {
    if (this.death !== null) return;
    const line = this.#group.engineDeath();
    if (line !== null) {
      this.death ??= this.#engineDied(line);
      return;
    }
    if (await answersHealthy(this.#healthUrl, signal, this.#client) || signal.aborted) return;
    // It may be just about to end: then its exit code says more.
    await Promise.race([this.exited, pause(DEATH_LIMIT_MS, { signal })]);
    this.death ??= this.#failure(
      classifyLog(this.#group.logLines()) ?? "hang",
      `The server "${this.start.argv[0]}" does not answer any more: ${this.#healthUrl}`,
    );
  }

  async ready(signal: AbortSignal): Promise<ReadyServer> {
    const { start } = this;
    const { readyTimeoutMs } = this.#options;
    const exit = new AbortController();
    this.exited.then(() => exit.abort());
    const readiness = await waitUntilReady(
      start.healthUrls,
      readyTimeoutMs,
      AbortSignal.any([signal, exit.signal]),
      this.#client,
    );
    if (this.#group.exit !== null) {
      throw new RunFailure(this.#ended(this.#group.exit, BEFORE_READY));
    }
    if (readiness.kind === "aborted") throw signal.reason;
    if (readiness.kind === "timeout") {
      throw new RunFailure(this.#failure(
        classifyLog(this.#group.logLines()) ?? "load-timeout",
        `The server "${start.argv[0]}" was not ready within ${readyTimeoutMs / 1000} s ` +
          `(--server-ready-timeout): ${start.healthUrls[0]} gave ${readiness.lastAnswer}`,
      ));
    }
    const startupMs = performance.now() - this.#startedAt;
    const owner = foreignOwner(start, readiness.url, this.#group.pids());
    if (owner !== null) {
      throw new RunFailure(this.#failure(
        "port-in-use",
        `${readiness.url} answers, but it is not the server that was started: the port belongs to ${owner}`,
      ));
    }
    this.#group.setStopTimeout(this.#options.stopTimeoutMs);
    this.#healthUrl = readiness.url;
    this.#url = start.urls.find((url) => readiness.url.startsWith(url)) ?? this.#url;
    const ask = { url: this.#url, client: this.#client, signal };
    const [other, version] = await Promise.all([otherModel(start, ask), reportedVersion(ask)]);
    if (other !== null) {
      throw new RunFailure(this.#failure(
        "bad-argument",
        `The server at ${this.#url} serves ${other} as its command says`,
      ));
    }
    return { startupMs, version, parts: this.#parts(startupMs) };
  }

  /** What the log says about the time until it was ready. */
  #parts(startupMs: number): Ledger {
    const log = startLog(this.#options.logPath, this.#group.logStart);
    const { weightsMs, compileMs, graphsMs } = splitLoading(startupMs, loadingParts(log));
    const parts = { weights: weightsMs, compile: compileMs, graphs: graphsMs };
    return Object.fromEntries(Object.entries(parts).filter(([, ms]) => ms > 0));
  }

  async afterRun(combination: Combination, run: number, signal: AbortSignal): Promise<void> {
    const { afterRun } = this.start;
    if (afterRun.kind === "command") {
      await this.#options.runAfterCommand(afterRun.argv, combination, run, signal);
    } else if (afterRun.kind === "reset") {
      for (const { path, optional } of afterRun.paths) await this.#post(path, optional, signal);
    }
  }

  configuration(path: string, signal: AbortSignal): Promise<ConfigurationText> {
    const { logPath } = this.#options;
    const log = () => startLog(logPath, this.#group.logStart);
    return configurationText(this.#url + path, this.#client, signal, log);
  }

  counters(signal: AbortSignal): Promise<CountersAnswer> {
    return this.#counters.read(this.#url, this.#client, signal);
  }

  async stop(): Promise<StopReport> {
    const { killNow, stopCommand, stopTimeoutMs } = this.#options;
    const { env } = this.start;
    if (stopCommand !== null) {
      const limitMs = killNow.aborted ? LOADING_STOP_MS : Math.max(LOADING_STOP_MS, stopTimeoutMs);
      await runCommand(stopCommand, env, limitMs);
    }
    const container = this.#container;
    const report = await this.#group.stop(killNow, async () => {
      if (container === null) return;
      const graceMs = killNow.aborted ? 0 : Math.min(CONTAINER_STOP_MS, stopTimeoutMs);
      const isGone = () => this.#group.untilGone(CLIENT_END_MS);
      await endContainer({ container, env, graceMs, isGone });
    });
    if (report.left.length === 0) forgetContainer(container);
    this.#lease?.[Symbol.dispose]();
    return report;
  }

  async #post(path: string, optional: boolean, signal: AbortSignal): Promise<void> {
    const url = this.#url + path;
    const limit = AbortSignal.timeout(this.#options.afterBenchTimeoutMs);
    let answer: ResetAnswer;
    try {
      answer = await postReset(url, this.#client, AbortSignal.any([signal, limit]));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const reason = limit.aborted ? "no answer in time (--after-bench-timeout)" : reasonOf(error);
      throw new RunFailure(this.#failure(
        limit.aborted ? "hang" : "infrastructure",
        `Cannot reset the server's cache: POST ${url}: ${reason}`,
      ));
    }
    const { status, denied } = answer;
    if (denied) {
      throw new RunFailure(this.#failure(
        "infrastructure",
        `Cannot reset the server's cache: POST ${url} answered {"success": false} ${RESET_TRIES} times: ` +
          "requests of another client are running, or the server cannot empty it",
      ));
    }
    if (status >= 200 && status < 300 || optional && status === 404) return;
    const hint = status === 404
      ? " (the server does not know it: pass --no-cache-reset or --after-bench-cmd)"
      : "";
    throw new RunFailure(this.#failure(
      status === 404 ? "bad-argument" : "infrastructure",
      `Cannot reset the server's cache: POST ${url} gave HTTP status ${status}${hint}`,
    ));
  }

  #ended(exit: ExitStatus, when: string): Failure {
    const lines = this.#group.logLines();
    const ended = `The server "${this.start.argv[0]}" ended with ${exitText(exit)} ${when}`;
    const failureClass = classifyServerEnd({ exit, lines, oomKills: oomKills() - this.#oomKills });
    if (failureClass === "crash" && exit.code === 0 && when === BEFORE_READY) {
      return this.#failure(
        "bad-argument",
        `${ended}, without serving: it has to stay in the foreground (docker run without -d, no & and no nohup ... &)`,
      );
    }
    return this.#failure(failureClass, ended + because(causeLine(lines)));
  }

  #engineDied(line: string): Failure {
    return this.#failure(
      classifyLog(this.#group.logLines()) ?? "crash",
      `The engine of the server "${this.start.argv[0]}" died while it was measured: ${
        causeLine(this.#group.logLines()) ?? line
      }`,
    );
  }

  #failure(failureClass: FailureClass, reason: string): Failure {
    return {
      class: failureClass,
      reason,
      command: this.start.argv,
      logTail: shownTail(
        this.#group.logLines(),
        failureClass === "load-timeout" || failureClass === "hang",
      ),
      logFile: this.logFile,
    };
  }
}

/** The reason of a failed fetch is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
