/** Where a server will listen, as its command says. */
import { UsageError } from "../../lib/errors.ts";
import type { Engine } from "../../engine/engine.ts";
import { flagValue } from "../../engine/flags.ts";

/** The host that a server listens on, or `localhost`. */
export function serverHost(argv: readonly string[], engine: Engine): string {
  return flagValue(argv, engine.hostFlags) ?? "localhost";
}

/**
 * The port that a server listens on: that of its flag (`-p`, `--port`, `--port=N`), of which the last one wins, or its usual one.
 *
 * @throws {UsageError} If it is no whole number from 1 to 65535.
 */
export function serverPort(argv: readonly string[], engine: Engine): number {
  const text = flagValue(argv, engine.portFlags);
  const port = text === null ? engine.defaultPort : Number(text);
  if (text !== null && (!/^\d+$/.test(text) || port < 1 || port > 65535)) {
    throw new UsageError(
      `Cannot tell the port of the server: the serve command has ${
        engine.portFlags.at(-1)
      } ${text}, expected a whole number from 1 to 65535, or auto`,
    );
  }
  return port;
}

/**
 * Base URLs under which a server with this host and port can be reached from this machine, without a slash at the end.
 * A server on "every address" is asked on loopback; `localhost` may be either loopback address, whatever the hosts file says.
 */
export function baseUrls(host: string, port: number | string): string[] {
  const hosts: Record<string, string[]> = {
    "localhost": ["127.0.0.1", "[::1]"],
    "0.0.0.0": ["127.0.0.1"],
    "": ["127.0.0.1", "[::1]"],
    "::": ["[::1]", "127.0.0.1"],
  };
  const names = hosts[host] ?? [host.includes(":") ? `[${host}]` : host];
  return names.map((name) => `http://${name}:${port}`);
}
