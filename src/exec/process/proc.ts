/** Reading the process table in /proc. A process may vanish between any two reads: that is an answer, not an error. */

/** One process of the table. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Stays what it was at birth unless the process makes a session of its own. */
  readonly session: number;
  /** Whether it has a controlling terminal. */
  readonly hasTerminal: boolean;
  /** Start time in clock ticks since boot: a recycled pid has another one. */
  readonly startTicks: number;
}

/** The live process with this pid, or null. */
export function processInfo(pid: number): ProcessInfo | null {
  const entry = processEntry(pid);
  return entry === null || entry.isZombie ? null : entry;
}

/** The same, zombies too. */
export function processEntry(pid: number): ProcessInfo & { readonly isZombie: boolean } | null {
  let stat: string;
  try {
    stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  } catch {
    return null;
  }
  // The name in parentheses may hold spaces and parentheses: fields are counted from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, parent, group, session, terminal] = fields;
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    hasTerminal: terminal !== "0",
    startTicks: Number(fields[19]),
    isZombie: state === "Z" || state === "X",
  };
}

/** The pids of all processes, zombies too. */
export function allPids(): number[] {
  const pids: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    const first = name.charCodeAt(0);
    if (first >= 48 && first <= 57) pids.push(Number(name));
  }
  return pids;
}

/** The live ones of some processes. */
export function liveProcesses(pids: readonly number[] = allPids()): ProcessInfo[] {
  return pids.map(processInfo).filter((info) => info !== null);
}

/** A variable of the environment that a process was started with; null without it, and for processes of other users. */
export function variable(pid: number, name: string): string | null {
  try {
    const environ = `\0${Deno.readTextFileSync(`/proc/${pid}/environ`)}`;
    const start = environ.indexOf(`\0${name}=`);
    if (start < 0) return null;
    const from = start + name.length + 2;
    const end = environ.indexOf("\0", from);
    return environ.slice(from, end < 0 ? undefined : end);
  } catch {
    return null;
  }
}

/** Command line of a process, arguments joined by spaces, at most 120 characters; empty if it is gone. */
export function commandLine(pid: number): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim().slice(0, 120);
  } catch {
    return "";
  }
}

/** Effective user of a process; null if it is gone. */
export function userOf(pid: number): number | null {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(/^Uid:\s*\d+\s+(\d+)/m.exec(status)![1]);
  } catch {
    return null;
  }
}

/** Number of the pid namespace of a process: pids of another one mean something else. Empty if it cannot be told. */
export function pidNamespace(pid: number | "self"): string {
  try {
    return /\d+/.exec(Deno.readLinkSync(`/proc/${pid}/ns/pid`))![0];
  } catch {
    return "";
  }
}

/** Clock ticks since boot until now, on the clock of {@linkcode ProcessInfo.startTicks}: 100 a second on every Linux of today. */
export function ticksNow(): number {
  return Math.floor(Number(Deno.readTextFileSync("/proc/uptime").split(" ")[0]) * 100);
}
