/** Where a server will be asked: what its command says about port, address, socket and certificate. */
import { UsageError } from "../../lib/errors.ts";
import { flagValue } from "../../engine/flags.ts";
import { publishedPort } from "../../launcher/container.ts";
import { scriptOf } from "../../launcher/script.ts";
import type { ServerWords } from "../server_words.ts";
import { baseUrls, serverHost, serverPort } from "./address.ts";
import { AUTO, type BenchFacts, planPort, type Port } from "./port.ts";

/** Where it is. */
export interface Endpoint {
  readonly port: Port;
  readonly host: string;
  /** Base URLs, best first. */
  readonly urls: readonly string[];
}

/** The commands that have to agree on it. */
export interface EndpointCommands {
  readonly argv: readonly string[];
  readonly server: ServerWords;
  readonly benches: readonly BenchFacts[];
  readonly afterBench: readonly string[] | null;
}

/** @throws {UsageError} If it cannot be told, or the commands do not agree. */
export function endpointOf({ argv, server, benches, afterBench }: EndpointCommands): Endpoint {
  const { engine, words } = server;
  const socket = flagValue(words, engine.socketFlags);
  const inside = () => serverPort(server);
  if (socket !== null) {
    throw new UsageError(
      `The server of the serve command listens on a Unix socket (${socket}), and servesweep and benchmarks ask over TCP: leave out ${
        engine.socketFlags[0]
      } and name a --port`,
    );
  }
  const scheme = engine.tlsFlags.some((flag) => flagValue(words, [flag]) !== null)
    ? "https"
    : "http";
  const named = flagValue(words, engine.portFlags);
  const isOpen = named === AUTO;
  const published = publishedPort(argv, isOpen ? AUTO : inside());
  const script = scriptOf(argv);
  const canAppend = script === null || script.handsOn && script.hasName;
  const port = published?.port === AUTO
    ? { kind: "lease", preferred: null } as const
    : planPort({ serve: words, argv, canAppend, benches, afterBench, engine }, () =>
      published === null ? inside() : published.port as number);
  const host = published === null ? serverHost(words, engine) : published.host ?? "localhost";
  const urls = baseUrls(host, port.kind === "fixed" ? port.port : AUTO, scheme);
  if (!baseUrls(host, 1).every((url) => URL.canParse(url))) {
    throw new UsageError(
      `Cannot tell the address of the server: the serve command has ${
        engine.hostFlags.at(-1)
      } "${host}", expected the name or address of a host`,
    );
  }
  return { port, host, urls };
}
