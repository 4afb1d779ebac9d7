/** Proof that the server which answers is the one that we started. */
import { isRemoteLauncher } from "../../launcher/remote.ts";
import type { ServerStart } from "../../plan/plan.ts";
import { commandLine, liveProcesses } from "./proc.ts";
import { canListen, hasSocket, listeningInodes, listeningInodesOf } from "./socket.ts";

/** Who holds the port of a server that is to be started; null if it is free. `pid 123 (vllm serve ...)` where it can be told. */
export function portHolder({ urls }: Pick<ServerStart, "urls">): string | null {
  const port = portOf(urls[0]!);
  if (canListen(port)) return null;
  const inodes = listeningInodes(port);
  if (inodes.length === 0) return null;
  const holder = liveProcesses().find(({ pid }) => hasSocket(pid, inodes));
  return holder === undefined
    ? "a process of another user"
    : `pid ${holder.pid} (${commandLine(holder.pid)})`;
}

/**
 * Whether the socket behind a URL that answered belongs to one of our processes.
 *
 * @param pids Processes of the server's group, and those that carry its marker.
 * @returns Null if it does, or if that cannot be told from here; else whose it is.
 */
export function foreignOwner(
  start: ServerStart,
  healthUrl: string,
  pids: readonly number[],
): string | null {
  // A free port before has to do.
  if (start.argv.some(isRemoteLauncher)) return null;
  const port = portOf(healthUrl);
  const isOurs = (inodes: readonly string[]) => pids.some((pid) => hasSocket(pid, inodes));
  if (isOurs(listeningInodesOf(port, "/proc/net/tcp"))) return null;
  const inodes = listeningInodes(port);
  // Nothing listens here: the URL is another machine's.
  if (inodes.length === 0) return null;
  if (isOurs(inodes)) return null;
  return portHolder({ ...start, urls: [healthUrl] });
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}
