/** A port for a server that has not bound it yet: a big model takes minutes to load, and nobody else may take it meanwhile. */
import { canListen, listeningInodes } from "./socket.ts";

/** Where the search begins: below the ports that the kernel gives to outgoing connections, which could take it by chance. */
const FIRST_PORT = 18_000;
const LAST_PORT = 32_000;

/**
 * A port that nobody listens on and no other servesweep of this machine has leased. The lease is an abstract socket with the
 * port in its name: the kernel takes it back when we die, and it is one for all users.
 */
export class PortLease implements Disposable {
  readonly port: number;
  readonly #socket: Deno.UnixListener;

  private constructor(port: number, socket: Deno.UnixListener) {
    this.port = port;
    this.#socket = socket;
  }

  /**
   * Takes a port.
   *
   * @param preferred Taken if it is free.
   * @returns Null if there is no free port at all.
   */
  static take(preferred: number | null): PortLease | null {
    if (preferred !== null) {
      const lease = PortLease.#try(preferred);
      if (lease !== null) return lease;
    }
    for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
      const lease = PortLease.#try(port);
      if (lease !== null) return lease;
    }
    return null;
  }

  static #try(port: number): PortLease | null {
    let lease: PortLease;
    try {
      const path = `\0servesweep-port-${port}`;
      lease = new PortLease(port, Deno.listen({ transport: "unix", path }));
    } catch (error) {
      if (error instanceof Deno.errors.AddrInUse) return null;
      throw error;
    }
    // Only whoever has the lease tries to listen: two who tried at once would each find it taken.
    if (canListen(port) ?? listeningInodes(port).length === 0) return lease;
    lease[Symbol.dispose]();
    return null;
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }
}
