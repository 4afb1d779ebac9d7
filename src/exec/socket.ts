/** Whose port it is: a server that answers may be anybody's. Sockets are found by their inodes in /proc. */

/** State of a listening socket in /proc/net/tcp. */
const LISTEN = "0A";

/** Inodes of the sockets that listen on a TCP port of this machine, on any address. */
export function listeningInodes(port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const inodes: string[] = [];
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readLines(table)) {
      // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
      const fields = line.trim().split(/\s+/);
      if (fields[3] === LISTEN && fields[1]?.endsWith(`:${wanted}`)) inodes.push(fields[9]!);
    }
  }
  return inodes;
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
