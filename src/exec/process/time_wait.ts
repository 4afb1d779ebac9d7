/** Ports that closed connections keep: a server that binds without SO_REUSEADDR cannot have one for a minute after the last. */
import { backoff, pause } from "../../lib/sleep.ts";

/** The kernel keeps a closed connection so long (TCP_TIMEWAIT_LEN). */
const LIMIT_MS = 60_000;

/** A line of /proc/net/tcp of a connection in TIME_WAIT: the local port in hexadecimal digits. */
const TIME_WAIT = /^\s*\d+: [0-9A-F]+:(?<port>[0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 06 /;

/** Whether a table of /proc/net has a connection of a port in TIME_WAIT. */
export function hasTimeWait(table: string, port: number): boolean {
  return table.split("\n").some((line) => {
    const hex = TIME_WAIT.exec(line)?.groups?.["port"];
    return hex !== undefined && parseInt(hex, 16) === port;
  });
}

/**
 * Waits, a minute at most, until no connection of a port is in TIME_WAIT.
 *
 * @param tables Texts of the tables of connections. @default Those of this machine, IPv4 and IPv6
 * @returns True if there was one and none is left; false if there was none, time ran out or the signal was aborted.
 */
export async function timeWaitOver(
  port: number,
  signal: AbortSignal,
  tables: () => readonly string[] = procTables,
): Promise<boolean> {
  const isKept = () => tables().some((table) => hasTimeWait(table, port));
  if (!isKept()) return false;
  const deadline = performance.now() + LIMIT_MS;
  const pauses = backoff(50, 1_000);
  while (performance.now() < deadline && !signal.aborted) {
    await pause(pauses.next().value!, { signal });
    if (!isKept()) return !signal.aborted;
  }
  return false;
}

function procTables(): string[] {
  return ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => {
    try {
      return Deno.readTextFileSync(path);
    } catch {
      return "";
    }
  });
}
