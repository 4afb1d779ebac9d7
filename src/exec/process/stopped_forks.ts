/**
 * Copies of a dead servesweep: what it was just about to start, and was stopped (SIGSTOP) before it became its program. Such a copy
 * has everything open that the dead one had, so it may hold a lock for ever.
 */
import { endProcesses } from "./end_processes.ts";
import { allPids, pidNamespace, processInfo, userOf } from "./proc.ts";

/**
 * Ends such copies of our user.
 *
 * @param program What they still run. @default What we run
 * @returns How many there were.
 */
export async function endStoppedForks(
  program: string = programOf(Deno.pid) ?? Deno.execPath(),
): Promise<number> {
  const found = new Set<number>();
  await endProcesses(() => {
    const pids = stoppedForks(program);
    for (const pid of pids) found.add(pid);
    return pids;
  });
  return found.size;
}

function stoppedForks(program: string): number[] {
  const uid = Deno.uid();
  const namespace = pidNamespace("self");
  return allPids().filter((pid) => {
    if (pid === Deno.pid || programOf(pid) !== program || userOf(pid) !== uid) return false;
    // One that has just begun has one thread too: but it runs.
    if (!isStopped(pid) || pidNamespace(pid) !== namespace) return false;
    // One that lives has several threads, and what it starts has it as its parent.
    return threads(pid) === 1 && programOf(processInfo(pid)?.parent ?? 0) !== program;
  });
}

function isStopped(pid: number): boolean {
  try {
    return /^State:\s*T/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

function programOf(pid: number): string | null {
  try {
    return Deno.readLinkSync(`/proc/${pid}/exe`);
  } catch {
    return null;
  }
}

function threads(pid: number): number {
  try {
    return [...Deno.readDirSync(`/proc/${pid}/task`)].length;
  } catch {
    return 0;
  }
}
