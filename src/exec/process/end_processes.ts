/** Ending processes for certain: stopped first, so that they start nothing new, and looked for until two scans find nothing. */
import { backoff, pause } from "../../lib/sleep.ts";

/** How long after SIGKILL a process may take to vanish: a process in uninterruptible sleep takes the driver's time. */
const KILL_LIMIT_MS = 10_000;

/** How many scans there are for what was started while others were stopped. */
const STOP_SCANS = 5;

/** Signals a process or (negative) a group; one that is gone already is fine, and so is one that is not ours to signal. */
export function signalProcess(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    const isFine = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied;
    if (!isFine) throw error;
  }
}

/**
 * Kills what a scan finds until two scans in a row find nothing, at most for ten seconds.
 *
 * @param scan Pids of what is to be ended.
 * @param killAtOnce What ends many of them at the same time. @default {() => {}}
 * @returns Those that are left.
 */
export async function endProcesses(
  scan: () => readonly number[],
  killAtOnce: () => void = () => {},
): Promise<readonly number[]> {
  const deadline = performance.now() + KILL_LIMIT_MS;
  const pauses = backoff(1, 50);
  for (let isFirst = true, quiet = 0;; isFirst = false) {
    const found = isFirst ? stopAll(scan) : scan();
    if (found.length === 0) {
      if (++quiet === 2) return [];
      continue;
    }
    quiet = 0;
    if (performance.now() >= deadline) return found;
    killAtOnce();
    for (const pid of found) signalProcess(pid, "SIGKILL");
    await pause(pauses.next().value!);
  }
}

/** Stops what a scan finds, until a scan finds nobody new. @returns The last scan. */
function stopAll(scan: () => readonly number[]): readonly number[] {
  const stopped = new Set<number>();
  for (let scans = 0;; scans++) {
    const found = scan();
    const fresh = found.filter((pid) => !stopped.has(pid));
    if (fresh.length === 0 || scans === STOP_SCANS) return found;
    for (const pid of fresh) {
      signalProcess(pid, "SIGSTOP");
      stopped.add(pid);
    }
  }
}
