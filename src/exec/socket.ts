/** Whose port it is: a server that answers may be anybody's. Sockets are found by their inodes in /proc. */

/** A line of /proc/net/tcp in the state of a listening socket: few of many. */
const LISTENING = /^\s*\d+: \w+:\w+ \w+:\w+ 0A /;

/** Inodes of the sockets that listen on a TCP port of this machine, on any address. */
export function listeningInodes(port: number): string[] {
  return listeningSockets().filter((socket) => socket.port === port).map(({ inode }) => inode);
}

/** The TCP ports of this machine that anybody listens on, on any address. */
export function listeningPorts(): Set<number> {
  return new Set(listeningSockets().map(({ port }) => port));
}

function listeningSockets(): { readonly port: number; readonly inode: string }[] {
  const sockets: { port: number; inode: string }[] = [];
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readLines(table)) {
      // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
      if (!LISTENING.test(line)) continue;
      const fields = line.trim().split(/\s+/);
      const port = parseInt(fields[1]!.slice(fields[1]!.lastIndexOf(":") + 1), 16);
      sockets.push({ port, inode: fields[9]! });
    }
  }
  return sockets;
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
