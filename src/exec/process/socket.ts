/** Whose port it is: a server that answers may be anybody's. Sockets are found by their inodes in /proc. */

/** A line of /proc/net/tcp in the state of a listening socket: few of many. */
const LISTENING = /^\s*\d+: \w+:\w+ \w+:\w+ 0A /;

/** Inodes of the sockets that listen on a TCP port of this machine, on any address. */
export function listeningInodes(port: number): string[] {
  return [
    ...listeningInodesOf(port, "/proc/net/tcp"),
    ...listeningInodesOf(port, "/proc/net/tcp6"),
  ];
}

/** The same of one table: of IPv4, or of IPv6, where sockets for both are. Each takes the kernel some milliseconds. */
export function listeningInodesOf(
  port: number,
  table: "/proc/net/tcp" | "/proc/net/tcp6",
): string[] {
  const inodes: string[] = [];
  for (const line of readLines(table)) {
    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
    if (!LISTENING.test(line)) continue;
    const fields = line.trim().split(/\s+/);
    const own = parseInt(fields[1]!.slice(fields[1]!.lastIndexOf(":") + 1), 16);
    if (own === port) inodes.push(fields[9]!);
  }
  return inodes;
}

/**
 * False if anybody uses a TCP port, on any address: found by listening there for an instant, which takes a hundredth of the time
 * that the kernel takes for its table. Null where we may not listen.
 */
export function canListen(port: number): boolean | null {
  let isTried = false;
  // The first takes IPv4 too, unless the machine keeps the two apart.
  for (const hostname of ["::", "0.0.0.0"]) {
    try {
      Deno.listen({ hostname, port }).close();
      isTried = true;
    } catch (error) {
      if (error instanceof Deno.errors.AddrInUse) return false;
      // No IPv6, or a port that only root may take.
    }
  }
  return isTried || null;
}

/** True if a process has one of the sockets open. False for processes of other users. */
export function hasSocket(pid: number, inodes: readonly string[]): boolean {
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  try {
    for (const { name } of Deno.readDirSync(`/proc/${pid}/fd`)) {
      try {
        if (links.has(Deno.readLinkSync(`/proc/${pid}/fd/${name}`))) return true;
      } catch {
        // Closed while we looked.
      }
    }
  } catch {
    // Gone, or not ours to look at.
  }
  return false;
}

function readLines(path: string): string[] {
  try {
    return Deno.readTextFileSync(path).split("\n").slice(1);
  } catch {
    return [];
  }
}
