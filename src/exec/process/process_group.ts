/** A command in a session and process group of its own, under the guard of launcher.ts. */
import { dirname } from "@std/path/dirname";
import { ensureDirSync } from "@std/fs/ensure-dir";
import type { ExitStatus, ProcessIdentity } from "../../journal/event.ts";
import { backoff, pause } from "../../lib/sleep.ts";
import { Births } from "./births.ts";
import { isLauncher, LAUNCH, launcherEnv, MARKER_VARIABLE } from "./launcher.ts";
import { engineDeath } from "../../result/failure_class.ts";
import { logEnd } from "../log/log_parts.ts";
import { logTail } from "../log/log_tail.ts";
import { allPids, commandLine, liveProcesses, processInfo, variable } from "./proc.ts";

/** How long after SIGKILL a process may take to vanish: a process in uninterruptible sleep takes the driver's time. */
const KILL_LIMIT_MS = 10_000;

/** How many lines of a log are looked at for the cause of a failure: tracebacks of several processes follow one another. */
const TAIL_LINES = 400;

/** What to start. */
export interface SpawnOptions {
  readonly argv: readonly string[];
  /** Variables on top of our own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** File that standard output and error are appended to. Its directory is made. */
  readonly logPath: string;
  /** Unique name that every process of the group carries in its environment. */
  readonly marker: string;
  /** How long the group gets between TERM and KILL, if we die and when we stop it. */
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

/** Live processes of a group, by what they are. */
interface Look {
  /** Members of the group but for the guard. */
  readonly members: number[];
  readonly guards: number[];
  /** Processes that left the group and carry the marker. */
  readonly strays: number[];
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
  readonly #stopTimeoutMs: number;
  readonly #births = new Births();
  #stopping: Promise<StopReport> | null = null;

  /**
   * Starts a command. It runs in the background from here on.
   *
   * @throws {Deno.errors.PermissionDenied} If the log file cannot be made.
   */
  constructor({ argv, env, logPath, marker, stopTimeoutMs, cpus = null }: SpawnOptions) {
    ensureDirSync(dirname(logPath));
    // Made here, so that a directory we cannot write to is our error and not a shell's exit code.
    const log = Deno.openSync(logPath, { append: true, create: true });
    log.close();
    this.logStart = logEnd(logPath);
    this.#logPath = logPath;
    this.#stopTimeoutMs = stopTimeoutMs;
    this.#child = new Deno.Command("sh", {
      args: ["-c", LAUNCH, "guard", ...argv],
      detached: true,
      env: { ...env, ...launcherEnv(marker, logPath, stopTimeoutMs, cpus) },
      stdin: "piped",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const { pid } = this.#child;
    this.identity = { pid, startTicks: processInfo(pid)?.startTicks ?? 0, marker };
    this.exited = this.#child.status.then(({ code, signal }) => this.exit = { code, signal });
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
   * Ends the group and proves that it is gone: TERM for the group, a bounded wait, KILL for the group and for every
   * process that carries the marker, then a look at the process table. Never throws; a second call gets the same report.
   *
   * @param killNow When aborted, the wait after TERM ends at once.
   */
  stop(killNow?: AbortSignal): Promise<StopReport> {
    return this.#stopping ??= this.#stop(killNow);
  }

  async #stop(killNow?: AbortSignal): Promise<StopReport> {
    const startedAt = performance.now();
    const first = this.#look();
    let stubborn = first.members;
    if (stubborn.length > 0 && !killNow?.aborted) {
      this.#signal("SIGTERM");
      stubborn = await this.#untilEmpty(killNow);
    }
    // The guard does not heed TERM: KILL is for it too.
    this.#signal("SIGKILL");
    // A guard alone starts nothing more: then there is nobody else to look for.
    const isGuardAlone = first.members.length === 0 && first.strays.length === 0;
    const look = isGuardAlone
      ? () => liveProcesses(first.guards).map(({ pid }) => pid)
      : () => this.pids();
    const immortal = await remaining(() => {
      const rest = look();
      for (const pid of rest) kill(pid, "SIGKILL");
      return rest;
    }, KILL_LIMIT_MS);
    const left = immortal.map((pid) => `${pid} ${commandLine(pid)}`);
    // Closing our end wakes a guard; by now there is none.
    await this.#child.stdin.close().catch(() => {});
    // A leader that cannot be killed must not hold us up.
    const exit = left.length === 0 ? await this.exited : { code: 137, signal: "SIGKILL" };
    return { exit, durationMs: performance.now() - startedAt, killed: stubborn.length > 0, left };
  }

  /** Waits as long as a stop may take, or until it is to hurry. @returns Members that are left. */
  async #untilEmpty(hurry: AbortSignal | undefined): Promise<number[]> {
    const startedAt = performance.now();
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.#stopTimeoutMs);
    // While the leader lives there is nothing to look for.
    await this.ended(AbortSignal.any([limit.signal, ...(hurry === undefined ? [] : [hurry])]));
    clearTimeout(timer);
    const restMs = this.#stopTimeoutMs - (performance.now() - startedAt);
    return await remaining(() => this.#look().members, restMs, hurry);
  }

  /** Live members of the group, and processes that left it but carry the marker. */
  pids(): number[] {
    const { members, guards, strays } = this.#look();
    return [...members, ...guards, ...strays];
  }

  #look(): Look {
    const look: Look = { members: [], guards: [], strays: [] };
    for (const { pid, group } of liveProcesses(this.#births.since(this.identity.pid, allPids()))) {
      if (group !== this.identity.pid) {
        if (variable(pid, MARKER_VARIABLE) === this.identity.marker) look.strays.push(pid);
      } else if (pid !== group && isLauncher(commandLine(pid))) look.guards.push(pid);
      else look.members.push(pid);
    }
    return look;
  }

  #signal(signal: Deno.Signal): void {
    kill(-this.identity.pid, signal);
  }
}

/** Looks again and again until no process is left, at most for `limitMs`, or until `hurry` is aborted. @returns Those left. */
async function remaining(
  look: () => number[],
  limitMs: number,
  hurry?: AbortSignal,
): Promise<number[]> {
  const deadline = performance.now() + limitMs;
  const pauses = backoff(1, 50);
  for (;;) {
    const pids = look();
    if (pids.length === 0 || performance.now() >= deadline || hurry?.aborted) return pids;
    await pause(pauses.next().value!, { signal: hurry });
  }
}

/** Signals a process or (negative) a group; one that is gone already is fine. */
function kill(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
