/** Reading the process table in /proc. A process may vanish between any two reads: that is an answer, not an error. */

/** One process that is alive; zombies are not. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Start time in clock ticks since boot: a recycled pid has another one. */
  readonly startTicks: number;
}

/** The live process with this pid, or null. */
export function processInfo(pid: number): ProcessInfo | null {
  let stat: string;
  try {
    stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  } catch {
    return null;
  }
  // The name in parentheses may hold spaces and parentheses: fields are counted from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, parent, group] = fields;
  if (state === "Z" || state === "X") return null;
  return { pid, parent: Number(parent), group: Number(group), startTicks: Number(fields[19]) };
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
