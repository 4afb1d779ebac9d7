/** Where a server will listen, as its command says. */
import { UsageError } from "../../lib/errors.ts";
import { flagValue } from "../flags.ts";

/** The host that a server listens on: `--host`, or `localhost`. */
export function serverHost(argv: readonly string[]): string {
  return flagValue(argv, ["--host"]) ?? "localhost";
}

/**
 * The port that a server listens on: `-p` or `--port`, `--port=N` too; the last one wins.
 *
 * @throws {UsageError} If it is no whole number from 1 to 65535.
 */
export function serverPort(argv: readonly string[], defaultPort: number): number {
  const text = flagValue(argv, ["-p", "--port"]);
  const port = text === null ? defaultPort : Number(text);
  if (text !== null && (!/^\d+$/.test(text) || port < 1 || port > 65535)) {
    throw new UsageError(
      `Cannot tell the port of the server: the serve command has --port ${text}, expected a whole number from 1 to 65535, or auto`,
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
