/** What a sweep may leave behind: processes and ports. The journal says which ones it had. */
import { MARKER_VARIABLE } from "../../src/exec/process/marker.ts";
import { liveProcesses, processInfo, variable } from "../../src/exec/process/proc.ts";
import { hasSocket, listeningInodes } from "../../src/exec/process/socket.ts";
import type { Event } from "../../src/journal/event.ts";
import { eventually, processesWith } from "../../tests/harness/process_table.ts";
import { events, isThere } from "./directory.ts";

/** Last events of a server that nobody has asked to stop. */
const IN_SERVICE: ReadonlySet<string> = new Set([
  "server-starting",
  "server-ready",
  "combination-started",
  "run-started",
  "run-finished",
  "after-run-finished",
]);

/** By what the processes of a sweep are known. */
export interface Traces {
  /** Text in the environment of each of them. */
  readonly environment: string;
  /** Port that its commands name. */
  readonly port: number;
  /** Path of a file with lines `PID TICKS`: workers that cannot be told from others. Not there without any. */
  readonly hidden: string;
}

/**
 * No process of the sweep is alive, and nobody is on a port that a server of it had.
 *
 * @param root Experiment directory.
 * @throws {Error} If there is one after a minute.
 */
export async function nothingLeft(
  root: string,
  { environment, port, hidden }: Traces,
): Promise<void> {
  await eventually("no worker that hides", () => hiddenAlive(hidden).length === 0);
  await eventually("no process of the sweep", () => processesWith(environment).length === 0);
  const journal = events(root);
  const sessions = new Set(
    journal.flatMap((event) => event.type === "sweep-started" ? event.session : []),
  );
  for (const each of new Set([port, ...portsOf(journal).map(({ port }) => port)])) {
    await eventually(`nobody on port ${each}`, () => isFree(each, sessions));
  }
}

/**
 * Servers of the last start of servesweep that listen and had not been asked to stop: one that had may be gone before anybody
 * can speak of it.
 *
 * @returns Their process ids.
 */
export function serversInService(root: string, environment: string): number[] {
  const journal = events(root);
  const session = journal.slice(journal.findLastIndex(({ type }) => type === "sweep-started"));
  const last = new Map<string, Event["type"]>();
  for (const event of session) {
    if ("server" in event) last.set(event.server, event.type);
  }
  const pids = processesWith(environment);
  return portsOf(session).flatMap(({ server, port }) => {
    if (!IN_SERVICE.has(last.get(server)!)) return [];
    const inodes = listeningInodes(port);
    return pids.find((pid) => hasSocket(pid, inodes)) ?? [];
  });
}

/** Pids of workers that hide and are alive. */
export function hiddenAlive(path: string): number[] {
  const lines = isThere(path) ? Deno.readTextFileSync(path).trim().split("\n") : [];
  return lines.map((line) => line.split(" ").map(Number) as [number, number])
    .filter(([pid, ticks]) => processInfo(pid)?.startTicks === ticks)
    .map(([pid]) => pid);
}

/** The port of each server start. */
function portsOf(journal: readonly Event[]): { readonly server: string; readonly port: number }[] {
  return journal.flatMap((event) =>
    event.type === "server-starting"
      ? { server: event.server, port: Number(event.argv[event.argv.indexOf("--port") + 1]) }
      : []
  );
}

/** True if nobody listens on a port, or only servers of other sweeps: what was given back may be leased again. */
export function isFree(port: number, sessions: ReadonlySet<string>): boolean {
  const inodes = listeningInodes(port);
  if (inodes.length === 0) return true;
  return liveProcesses().some(({ pid }) => {
    // SESSION.NUMBER
    const session = variable(pid, MARKER_VARIABLE)?.replace(/\.\d+$/, "") ?? null;
    return session !== null && !sessions.has(session) && hasSocket(pid, inodes);
  });
}
