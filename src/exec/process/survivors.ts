/** Processes that a dead sweep left on this machine: its guard was killed with it. Found by marker, never by name or port. */
import { pause } from "../../lib/sleep.ts";
import { MARKER_VARIABLE } from "./launcher.ts";
import { commandLine, liveProcesses, processInfo, variable } from "./proc.ts";

/** A name for this session of servesweep. It says who we are: from it anybody can tell whether we live. */
export function newSession(): string {
  const { startTicks } = processInfo(Deno.pid)!;
  return `${Deno.pid}.${startTicks}.${crypto.randomUUID().slice(0, 8)}`;
}

/** A process without a sweep. */
export interface Survivor {
  readonly pid: number;
  readonly startTicks: number;
  /** `pid command`. */
  readonly text: string;
}

/** What became of survivors. */
export interface SurvivorReport {
  /** All that were found, as `pid command`. */
  readonly processes: readonly string[];
  /** Those that could not be ended. */
  readonly left: readonly string[];
}

/** How long after SIGKILL a process may take to vanish. */
const KILL_LIMIT_MS = 10_000;

/**
 * Ends what dead sweeps of this user left: TERM, a bounded wait, KILL, and a look whether they are gone.
 *
 * @param stopTimeoutMs How long they may take after TERM.
 * @returns Null if there was nothing.
 */
export async function endSurvivors(stopTimeoutMs: number): Promise<SurvivorReport | null> {
  const found = new Map<string, Survivor>();
  const look = () => {
    const alive = survivors();
    for (const survivor of alive) found.set(`${survivor.pid} ${survivor.startTicks}`, survivor);
    return alive;
  };
  let alive = look();
  if (alive.length === 0) return null;
  for (const { pid } of alive) signal(pid, "SIGTERM");
  alive = await untilNone(look, stopTimeoutMs, () => {});
  if (alive.length > 0) {
    alive = await untilNone(look, KILL_LIMIT_MS, ({ pid }) => signal(pid, "SIGKILL"));
  }
  return {
    processes: [...found.values()].map(({ text }) => text),
    left: alive.map(({ text }) => text),
  };
}

/** Processes that dead sweeps left: those whose marker names a sweep that does not run any more. */
export function survivors(): Survivor[] {
  const namespace = pidNamespace("self");
  const found: Survivor[] = [];
  for (const { pid, startTicks } of liveProcesses()) {
    const marker = variable(pid, MARKER_VARIABLE);
    const match = marker === null ? null : /^(\d+)\.(\d+)\.[0-9a-f]{8}\.\d+$/.exec(marker);
    if (match === null || pid === Deno.pid) continue;
    const owner = processInfo(Number(match[1]));
    if (owner !== null && owner.startTicks === Number(match[2])) continue;
    // In a container pids mean something else: its sweep may live.
    if (pidNamespace(pid) !== namespace) continue;
    found.push({ pid, startTicks, text: `${pid} ${commandLine(pid)}` });
  }
  return found;
}

/** Looks until there is none, at most for `limitMs`; does something to each at every look. */
async function untilNone(
  look: () => Survivor[],
  limitMs: number,
  act: (survivor: Survivor) => void,
): Promise<Survivor[]> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const alive = look();
    if (alive.length === 0 || performance.now() >= deadline) return alive;
    alive.forEach(act);
    await pause(20);
  }
}

function signal(pid: number, name: Deno.Signal): void {
  try {
    Deno.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function pidNamespace(pid: number | "self"): string {
  try {
    return Deno.readLinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return "";
  }
}
