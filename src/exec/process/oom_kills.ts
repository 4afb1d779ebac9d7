/** How often the kernel has ended a process because memory ran out. A process that dies so leaves no word in its log. */

/** Where the kernel counts: for the machine, and for the container that we are in. */
const COUNTERS = ["/proc/vmstat", "/sys/fs/cgroup/memory.events"];

/** Kills so far: a number that only grows. Two readings tell whether there was one in between. */
export function oomKills(): number {
  let kills = 0;
  for (const path of COUNTERS) {
    try {
      kills += Number(/^oom_kill (\d+)$/m.exec(Deno.readTextFileSync(path))?.[1] ?? 0);
    } catch {
      // Not every system has the counter.
    }
  }
  return kills;
}
