/** Whether the process of a sweep lives. */
import { join } from "@std/path/join";
import { processInfo } from "../exec/process/proc.ts";
import { LOCK_FILE } from "../plan/paths.ts";
import type { SweepState } from "../journal/state.ts";
import type { Life } from "../report/live/status_report.ts";
import { holderOf, isHeld, seemsGone } from "../store/lock_holder.ts";

/**
 * Tells it from the last event, the name in the lock and the process table; where that says it is gone, from the lock itself:
 * a sweep in another container has a pid that means nothing here.
 */
export function sweepLife(directory: string, { end, session, pid: owner }: SweepState): Life {
  const lock = join(directory, LOCK_FILE);
  const holder = holderOf(lock);
  const pid = holder?.pid ?? owner ?? 0;
  const host = holder?.host ?? null;
  // Another sweep that has just taken the lock has no event yet: it is about to go on with this one.
  const isOver = end !== null && (holder === null || holder.pid === owner);
  if (isOver) return { kind: "finished" };
  if (holder !== null && holder.host !== Deno.hostname()) {
    return { kind: "elsewhere", pid, host: holder.host };
  }
  const lives = holder !== null && !seemsGone(holder) && isSame(pid, owner, session);
  if (lives || isHeld(lock)) return { kind: "running", pid, host: host ?? Deno.hostname() };
  return { kind: "died", pid: owner ?? pid, host };
}

/** A session is named `PID.START.RANDOM` after its process: a pid that was given to another one has another start. */
function isSame(pid: number, owner: number | null, session: string | null): boolean {
  const info = processInfo(pid);
  if (info === null) return false;
  return pid !== owner || session?.split(".")[1] === String(info.startTicks);
}
