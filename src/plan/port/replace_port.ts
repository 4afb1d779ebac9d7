/** Putting another port into a command that names one. */
import { flagName, joinedValue } from "../../engine/flags.ts";
import { PORT_FLAGS } from "./port.ts";

/** Names under which a server of this machine may be addressed. */
const LOOPBACK = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]", "[::]"];

/**
 * A command with one port in place of another: as the value of `--port` or `-p`, and behind the name of this machine or of the
 * server's host (`http://localhost:8000/v1`, `127.0.0.1:8000`).
 *
 * @param host Host that the server listens on.
 */
export function withReplacedPort(
  argv: readonly string[],
  host: string,
  from: number,
  to: number,
): readonly string[] {
  const pattern = addressPattern(host, from);
  return argv.map((token, index) => {
    if (isPortValue(argv, index, from)) return String(to);
    if (joinedValue(token, PORT_FLAGS) === String(from)) return `${token.slice(0, 2)}${to}`;
    const name = flagName(token);
    if (name !== null && PORT_FLAGS.includes(name) && token.endsWith(`=${from}`)) {
      return `${token.slice(0, -String(from).length)}${to}`;
    }
    return token.replace(pattern, (_, name: string) => `${name}:${to}`);
  });
}

/** Whether a command names the port in one of these ways. */
export function namesPort(argv: readonly string[], host: string, port: number): boolean {
  return withReplacedPort(argv, host, port, port + 1).some((token, index) => token !== argv[index]);
}

function isPortValue(argv: readonly string[], index: number, port: number): boolean {
  const previous = argv[index - 1] ?? "";
  return argv[index] === String(port) && !previous.includes("=") &&
    PORT_FLAGS.includes(flagName(previous) ?? previous);
}

/** Rules out longer names and numbers: `myhost:8000`, `localhost:80001`. */
function addressPattern(host: string, port: number): RegExp {
  const hosts = [...LOOPBACK, host.includes(":") ? `[${host}]` : host].filter((name) => name !== "")
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\w.-])(${hosts.join("|")}):${port}(?!\\d)`, "g");
}
