/** A command in a session and process group of its own, under the guard of launcher.ts. */
import { dirname } from "@std/path/dirname";
import { ensureDirSync } from "@std/fs/ensure-dir";
import type { ExitStatus, ProcessIdentity } from "../../journal/event.ts";
import { backoff, pause } from "../../lib/sleep.ts";
import { endProcesses, signalProcess } from "./end_processes.ts";
import { graceSteps, LAUNCH, launcherEnv } from "./launcher.ts";
import { engineDeath } from "../../result/failure_class.ts";
import { logEnd, requireRegularLog } from "../log/log_parts.ts";
import { logTail } from "../log/log_tail.ts";
import { commandLine, processEntry, type ProcessInfo } from "./proc.ts";
import type { Supervisor } from "./supervisor.ts";

/** How many lines of a log are looked at for the cause of a failure: tracebacks of several processes follow one another. */
const TAIL_LINES = 400;

/** How long after TERM a process that left the group may take to end, once the group has. */
const STRAY_STOP_MS = 1_000;

/** What to start. */
export interface SpawnOptions {
  readonly argv: readonly string[];
  /** Variables on top of our own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** File that standard output and error are appended to. Its directory is made. */
  readonly logPath: string;
  /** Who knows what belongs to it. */
  readonly supervisor: Supervisor;
  /** How long the group gets between TERM and KILL, if we die and when we stop it; see {@linkcode ProcessGroup.setStopTimeout}. */
  readonly stopTimeoutMs: number;
  /** Processors that it may use, as `taskset -c` takes them: `0-3,8`. @default {null} All that we may use */
  readonly cpus?: string | null;
}

/** How a group was ended. */
export interface StopReport {
  readonly exit: ExitStatus;
  readonly durationMs: number;
  /** TERM was not enough for some process. */
  readonly killed: boolean;
  /** Processes that are still alive after KILL, as `pid command`. */
  readonly left: readonly string[];
}

/** A running group. Whoever starts one calls {@linkcode ProcessGroup.stop} in the end, also after it exited by itself. */
export class ProcessGroup {
  readonly identity: ProcessIdentity;
  /** Size of the log before this process wrote to it, in bytes. */
  readonly logStart: number;
  /** Resolves when the leader has ended. */
  readonly exited: Promise<ExitStatus>;
  /** How the leader ended, once it has. */
  exit: ExitStatus | null = null;
  readonly #child: Deno.ChildProcess;
  readonly #logPath: string;
  readonly #supervisor: Supervisor;
  readonly #killAtOnce: () => void;
  #stopTimeoutMs: number;
  #stopping: Promise<StopReport> | null = null;

  /**
   * Starts a command. It runs in the background from here on.
   *
   * @throws {Deno.errors.PermissionDenied} If the log file cannot be made.
   */
  constructor({ argv, env, logPath, supervisor, stopTimeoutMs, cpus = null }: SpawnOptions) {
    ensureDirSync(dirname(logPath));
    requireRegularLog(logPath);
    // Made here, so that a directory we cannot write to is our error and not a shell's exit code.
    const log = Deno.openSync(logPath, { append: true, create: true });
    log.close();
    this.logStart = logEnd(logPath);
    this.#logPath = logPath;
    this.#stopTimeoutMs = stopTimeoutMs;
    this.#supervisor = supervisor;
    const traces = supervisor.prepare();
    const { marker, cgroup, record } = traces;
    this.#killAtOnce = () => cgroup?.kill();
    const launch = { marker, logPath, graceMs: stopTimeoutMs, cpus };
    this.#child = new Deno.Command("sh", {
      args: ["-c", LAUNCH, "guard", ...argv],
      detached: true,
      env: {
        ...env,
        ...launcherEnv({ ...launch, cgroup: cgroup?.path ?? null, record: record?.path ?? null }),
      },
      stdin: "piped",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const { pid } = this.#child;
    const leader = processEntry(pid) ?? vanished(pid);
    this.identity = { pid, startTicks: leader.startTicks, marker };
    this.exited = this.#child.status.then(({ code, signal }) => this.exit = { code, signal });
    supervisor.add(leader, traces, this.exited);
  }

  /** From now on the group gets so long between TERM and KILL. */
  setStopTimeout(stopTimeoutMs: number): void {
    if (stopTimeoutMs === this.#stopTimeoutMs || this.#stopping !== null) return;
    this.#stopTimeoutMs = stopTimeoutMs;
    const writer = this.#child.stdin.getWriter();
    const line = new TextEncoder().encode(`${graceSteps(stopTimeoutMs)}\n`);
    // Without a guard nobody reads it.
    writer.write(line).catch(() => {}).finally(() => writer.releaseLock());
  }

  /** The last lines that this process wrote to its log. */
  logLines(): string[] {
    return logTail(this.#logPath, TAIL_LINES, this.logStart);
  }

  /** The line of the log that says that the engine is dead; null if there is none. */
  engineDeath(): string | null {
    return engineDeath(this.logLines());
  }

  /** Resolves when the leader has ended, or when the signal is aborted. */
  async ended(signal: AbortSignal): Promise<void> {
    let wake = () => {};
    const aborted = new Promise<void>((resolve) => wake = resolve);
    signal.addEventListener("abort", wake);
    if (!signal.aborted) await Promise.race([this.exited, aborted]);
    signal.removeEventListener("abort", wake);
  }

  /**
   * Ends the group and proves that it is gone: TERM for the group, a bounded wait, KILL for all that the supervisor knows of it,
   * until two scans of the process table find nothing. Never throws; a second call gets the same report.
   *
   * @param killNow When aborted, the wait after TERM ends at once.
   * @param beforeKill What is done where TERM was not enough, or ended the leader by its signal.
   */
  stop(killNow?: AbortSignal, beforeKill?: () => Promise<void>): Promise<StopReport> {
    return this.#stopping ??= this.#stop(killNow, beforeKill);
  }

  async #stop(killNow?: AbortSignal, beforeKill?: () => Promise<void>): Promise<StopReport> {
    const startedAt = performance.now();
    const { pid } = this.identity;
    let { stubborn, strays } = this.#scan();
    if (stubborn.length > 0 && !killNow?.aborted) {
      signalProcess(-pid, "SIGTERM");
      ({ stubborn, strays } = await this.#untilEmpty(killNow));
    }
    if (beforeKill !== undefined && (stubborn.length > 0 || this.exit?.signal != null)) {
      await beforeKill();
      ({ strays } = this.#scan());
    }
    // What left the group: it may be the server itself, behind a launcher.
    if (strays.length > 0 && !killNow?.aborted) {
      for (const stray of strays) signalProcess(stray, "SIGTERM");
      const limitMs = Math.min(STRAY_STOP_MS, this.#stopTimeoutMs);
      await until(() => this.#scan().strays.length === 0, limitMs, killNow);
    }
    // Guards do not heed TERM: KILL is for them too.
    const left = (await endProcesses(() => this.pids(), this.#killAtOnce))
      .map((pid) => `${pid} ${commandLine(pid)}`);
    this.#supervisor.remove(pid, left.length === 0);
    // Closing our end wakes a guard; by now there is none.
    await this.#child.stdin.close().catch(() => {});
    // A leader that cannot be killed must not hold us up.
    const exit = left.length === 0 ? await this.exited : { code: 137, signal: "SIGKILL" };
    return { exit, durationMs: performance.now() - startedAt, killed: stubborn.length > 0, left };
  }

  /** Waits as long as a stop may take, or until it is to hurry. @returns Members that are left. */
  async #untilEmpty(hurry: AbortSignal | undefined): Promise<GroupScan> {
    const startedAt = performance.now();
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.#stopTimeoutMs);
    // While the leader lives there is nothing to look for.
    await this.ended(AbortSignal.any([limit.signal, ...(hurry === undefined ? [] : [hurry])]));
    clearTimeout(timer);
    const restMs = this.#stopTimeoutMs - (performance.now() - startedAt);
    let scan: GroupScan = { stubborn: [], strays: [] };
    await until(() => (scan = this.#scan()).stubborn.length === 0, restMs, hurry);
    return scan;
  }

  /** Waits, for a limited time, until nothing is left of the group but guards. @returns Whether that is so. */
  async untilGone(limitMs: number): Promise<boolean> {
    const isGone = () => this.#scan().stubborn.length === 0;
    await until(isGone, limitMs);
    return isGone();
  }

  /** Live processes of the group, guards and what left it among them. */
  pids(): number[] {
    const { members, guards } = this.#supervisor.scan(this.identity.pid);
    return [...members, ...guards].map(({ pid }) => pid);
  }

  #scan(): GroupScan {
    const { pid: leader } = this.identity;
    const { members } = this.#supervisor.scan(leader);
    const pids = (isInGroup: boolean) =>
      members.filter(({ group }) => (group === leader) === isInGroup).map(({ pid }) => pid);
    return { stubborn: pids(true), strays: pids(false) };
  }
}

/** Pids of a group without its guards. */
interface GroupScan {
  /** What is in the process group. */
  readonly stubborn: readonly number[];
  /** What belongs to the group and has left it. */
  readonly strays: readonly number[];
}

/** Asks again and again until something is so, at most for `limitMs`, or until `hurry` is aborted. */
async function until(isSo: () => boolean, limitMs: number, hurry?: AbortSignal): Promise<void> {
  const deadline = performance.now() + limitMs;
  const pauses = backoff(1, 50);
  while (!isSo() && performance.now() < deadline && !hurry?.aborted) {
    await pause(pauses.next().value!, hurry === undefined ? {} : { signal: hurry });
  }
}

/** A leader that has ended before anybody could look at it. */
function vanished(pid: number): ProcessInfo {
  return { pid, parent: 0, group: pid, session: pid, hasTerminal: false, startTicks: 0 };
}
