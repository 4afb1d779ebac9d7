/**
 * Processes that a dead sweep left on this machine: its guard was killed with it. Found by what says for certain that they were a
 * sweep's, never by name or port: a control group of ours, a record of what was seen, a marker in the environment.
 */
import { pause } from "../../lib/sleep.ts";
import { type Cgroup, deadCgroups } from "./cgroup.ts";
import { endProcesses, signalProcess } from "./end_processes.ts";
import { type DeadRecord, deadRecords, removeRecord } from "./group_record.ts";
import { isLauncher } from "./launcher.ts";
import { GUARD_VARIABLE, isOfDeadSession, MARKER_VARIABLE } from "./marker.ts";
import {
  commandLine,
  liveProcesses,
  pidNamespace,
  type ProcessInfo,
  userOf,
  variable,
} from "./proc.ts";

/** A process without a sweep. */
export interface Survivor {
  readonly pid: number;
  readonly startTicks: number;
  /** `pid command`. */
  readonly text: string;
}

/** Longest time after TERM. */
const SURVIVOR_STOP_MS = 3_000;

/** What became of survivors. */
export interface SurvivorReport {
  /** All that were found, as `pid command`. */
  readonly processes: readonly string[];
  /** Those that could not be ended. */
  readonly left: readonly string[];
}

/**
 * Ends what dead sweeps of this user left: TERM, a bounded wait, KILL, and a scan whether they are gone.
 *
 * @param stopTimeoutMs How long they may take after TERM, but no longer than 3 s: what they do is for nobody.
 * @returns Null if there was nothing.
 */
export async function endSurvivors(stopTimeoutMs: number): Promise<SurvivorReport | null> {
  const traces = deadTraces();
  const found = new Map<string, Survivor>();
  const scan = () => {
    const alive = survivors(traces);
    for (const survivor of alive) found.set(`${survivor.pid} ${survivor.startTicks}`, survivor);
    return alive;
  };
  let alive = scan();
  if (alive.length > 0) {
    for (const { pid } of alive) {
      signalProcess(pid, "SIGTERM");
      // Who is stopped does not heed it.
      signalProcess(pid, "SIGCONT");
    }
    // Guards do not heed TERM.
    const limitMs = Math.min(SURVIVOR_STOP_MS, stopTimeoutMs);
    await untilNone(() => scan().filter(({ pid }) => !isLauncher(commandLine(pid))), limitMs);
    const left = await endProcesses(
      () => scan().map(({ pid }) => pid),
      () => traces.cgroups.forEach((cgroup) => cgroup.kill()),
    );
    alive = scan().filter(({ pid }) => left.includes(pid));
  }
  if (alive.length === 0) {
    for (const cgroup of traces.cgroups) cgroup.remove();
    for (const { path } of traces.records) removeRecord(path);
  }
  if (found.size === 0) return null;
  return {
    processes: [...found.values()].map(({ text }) => text),
    left: alive.map(({ text }) => text),
  };
}

/** What dead sessions left about themselves. */
export interface DeadTraces {
  readonly cgroups: readonly Cgroup[];
  readonly records: readonly DeadRecord[];
}

/** Looks for it. */
export function deadTraces(): DeadTraces {
  return { cgroups: deadCgroups(), records: deadRecords() };
}

/** Processes that dead sweeps left. */
export function survivors({ cgroups, records }: DeadTraces = deadTraces()): Survivor[] {
  const processes = liveProcesses().filter(({ pid }) => pid !== Deno.pid && pid !== 1);
  const table = new Map(processes.map((process) => [process.pid, process]));
  const found = new Set<ProcessInfo>();
  for (const pid of cgroups.flatMap((cgroup) => cgroup.pids())) {
    const process = table.get(pid);
    if (process !== undefined) found.add(process);
  }
  for (const record of records) recorded(record, table).forEach((process) => found.add(process));
  addDescendants(found, table);
  const marked = new Marked(table);
  for (const process of processes) if (marked.isSurvivor(process)) found.add(process);
  return [...found].map(({ pid, startTicks }) => ({
    pid,
    startTicks,
    text: `${pid} ${commandLine(pid)}`,
  }));
}

/** Processes of a record: what was seen, and what was in the group or the session of the leader while those were ours for certain. */
function recorded(
  { leader, seen, lastTicks }: DeadRecord,
  table: ReadonlyMap<number, ProcessInfo>,
): ProcessInfo[] {
  const ticksOf = new Map(seen.map(({ pid, startTicks }) => [pid, startTicks]));
  const isInGroup = ({ group, session }: ProcessInfo) =>
    group === leader.pid || session === leader.pid;
  const processes = [...table.values()];
  const certain = processes.filter((process) =>
    ticksOf.get(process.pid) === process.startTicks ||
    isInGroup(process) && process.startTicks <= lastTicks &&
      process.startTicks >= leader.startTicks
  );
  // The kernel gives the number of a group or session away again only when nobody is in it any more.
  const isStillOurs = certain.some(isInGroup);
  return isStillOurs ? processes.filter((p) => certain.includes(p) || isInGroup(p)) : certain;
}

function addDescendants(found: Set<ProcessInfo>, table: ReadonlyMap<number, ProcessInfo>): void {
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const process of table.values()) {
      const parent = table.get(process.parent);
      if (parent !== undefined && found.has(parent)) found.add(process);
    }
  }
}

/** What carries a marker. That alone says less: somebody may have looked at a server from within, and gone on working in there. */
class Marked {
  readonly #table: ReadonlyMap<number, ProcessInfo>;
  readonly #namespace = pidNamespace("self");
  readonly #user = Deno.uid();
  /** Processes with a terminal, all that started one, and all that one started. */
  readonly #interactive = new Set<number>();

  constructor(table: ReadonlyMap<number, ProcessInfo>) {
    this.#table = table;
    for (const process of table.values()) {
      if (!process.hasTerminal) continue;
      for (const { pid } of this.#ancestors(process)) this.#interactive.add(pid);
    }
  }

  isSurvivor(process: ProcessInfo): boolean {
    const { pid } = process;
    const marker = variable(pid, MARKER_VARIABLE) ?? variable(pid, GUARD_VARIABLE);
    return marker !== null && isOfDeadSession(marker) &&
      // In a container pids mean something else: its sweep may live.
      pidNamespace(pid) === this.#namespace &&
      userOf(pid) === this.#user &&
      !this.#interactive.has(pid) &&
      !this.#ancestors(process).some(({ hasTerminal }) => hasTerminal);
  }

  /** The process and those that it descends from. */
  #ancestors(process: ProcessInfo): ProcessInfo[] {
    const line: ProcessInfo[] = [];
    for (
      let next: ProcessInfo | undefined = process;
      next !== undefined && !line.includes(next);
      next = this.#table.get(next.parent)
    ) line.push(next);
    return line;
  }
}

/** Looks until there is none, at most for `limitMs`. */
async function untilNone(scan: () => Survivor[], limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (scan().length > 0 && performance.now() < deadline) await pause(20);
}
