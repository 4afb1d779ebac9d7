/** Where a server will listen, as its command says. */
import { UsageError } from "../../lib/errors.ts";
import type { Engine } from "../../engine/engine.ts";
import { flagValue } from "../../engine/flags.ts";

/** The host that a server listens on, or `localhost`. */
export function serverHost(argv: readonly string[], engine: Engine): string {
  return flagValue(argv, engine.hostFlags) ?? "localhost";
}

/** What says the port of a server. */
export interface PortSource {
  readonly engine: Engine;
  /** Words of its program. */
  readonly words: readonly string[];
  /** A variable that it is started with; null where it is not set. */
  readonly variable: (name: string) => string | null;
}

/**
 * The port that a server listens on: that of its flag (`-p`, `--port`, `--port=N`), of which the last one wins, that of its
 * variable, or its usual one.
 *
 * @throws {UsageError} If it is no whole number from 1 to 65535.
 */
export function serverPort({ words, engine, variable }: PortSource): number {
  const flag = flagValue(words, engine.portFlags);
  const name = flag === null ? engine.portVariables.find((name) => variable(name) !== null) : null;
  const text = flag ?? (name ? variable(name) : null);
  const port = text === null ? engine.defaultPort : Number(text);
  if (text !== null && (!/^\d+$/.test(text) || port < 1 || port > 65535)) {
    throw new UsageError(
      `Cannot tell the port of the server: the serve command has ${
        name ?? engine.portFlags.at(-1)
      } ${text}, expected a whole number from 1 to 65535, or auto`,
    );
  }
  return port;
}

/**
 * Base URLs under which a server with this host and port can be reached from this machine, without a slash at the end.
 * A server on "every address" is asked on loopback; `localhost` may be either loopback address, whatever the hosts file says.
 */
export function baseUrls(
  host: string,
  port: number | string,
  scheme: "http" | "https" = "http",
): string[] {
  const hosts: Record<string, string[]> = {
    "localhost": ["127.0.0.1", "[::1]"],
    "0.0.0.0": ["127.0.0.1"],
    "": ["127.0.0.1", "[::1]"],
    "::": ["[::1]", "127.0.0.1"],
  };
  const names = hosts[host] ?? [host.includes(":") ? `[${host}]` : host];
  return names.map((name) => `${scheme}://${name}:${port}`);
}
