/** Limits of a process: servers and benchmarks inherit them. */
import { type Check, ok, warn } from "../result/check.ts";

const NAME = "limits";

/** A server holds a socket for each request, besides its own files; a benchmark too. */
const ENOUGH_FILES = 4096;

/** Looks how many files a process may open. */
export function probeLimits(): Check[] {
  const text = Deno.readTextFileSync("/proc/self/limits");
  const soft = /^Max open files\s+(\S+)/m.exec(text)?.[1] ?? "";
  if (soft === "unlimited" || Number(soft) >= ENOUGH_FILES) return [ok(NAME, `${soft} open files`)];
  return [warn(
    NAME,
    `A process may open only ${soft} files`,
    "Raise it before many requests are sent at once: ulimit -n 65536",
  )];
}
