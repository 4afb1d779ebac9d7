/**
 * Copies of a dead servesweep: what it was just about to start, and was stopped (SIGSTOP) before it became its program. Such a copy
 * has everything open that the dead one had, so it holds its lock for ever.
 */
import { endProcesses } from "./end_processes.ts";
import { allPids, userOf } from "./proc.ts";

/**
 * Ends copies that have a file open.
 *
 * @param path The lock of a sweep.
 * @param program What they still run. @default What we run
 * @returns How many there were.
 */
export async function endStoppedForks(
  path: string,
  program: string = programOf(Deno.pid) ?? Deno.execPath(),
): Promise<number> {
  const found = new Set<number>();
  await endProcesses(() => {
    const pids = stoppedForks(path, program);
    for (const pid of pids) found.add(pid);
    return pids;
  });
  return found.size;
}

function stoppedForks(path: string, program: string): number[] {
  const file = realPath(path);
  if (file === null) return [];
  const uid = Deno.uid();
  return allPids().filter((pid) =>
    pid !== Deno.pid && programOf(pid) === program && userOf(pid) === uid &&
    // One that lives has several threads: it may be waiting for the lock.
    threads(pid) === 1 && hasOpen(pid, file)
  );
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

function hasOpen(pid: number, file: string): boolean {
  try {
    return [...Deno.readDirSync(`/proc/${pid}/fd`)].some(({ name }) => {
      try {
        return Deno.readLinkSync(`/proc/${pid}/fd/${name}`) === file;
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

function realPath(path: string): string | null {
  try {
    return Deno.realPathSync(path);
  } catch {
    return null;
  }
}
