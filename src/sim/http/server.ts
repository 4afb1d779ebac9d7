/** The HTTP server: listens, checks keys, finds the endpoint, logs, stops. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sendError, sendJson } from "./reply.ts";
import { routes, type ServerState, unknownRoute } from "./routes.ts";

/** Paths that need a key. */
const GUARDED = /^\/v1(\/|$)/;

/** How long {@linkcode HttpServer.finish} waits for answers under way. */
const FINISH_MS = 1000;

/** A listening server. */
export class HttpServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Binds the address. Rejects with a Node error (`code` is `EADDRINUSE` ...) if that is not possible. */
  static async listen(state: ServerState): Promise<HttpServer> {
    const table = routes(state);
    const { createServer } = await nodeHttp();
    const server = createServer((request, response) => {
      handle(request, response, state, table).catch((error) => {
        // A client that has gone gets no answer; neither does one that has part of it.
        if (!response.headersSent && !response.destroyed) sendError(response, error);
      });
    });
    await listening(server, state.settings.host, state.settings.port);
    return new HttpServer(server);
  }

  /** The port, also where a free one was asked for. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Stops at once: open connections are cut. */
  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  /** Takes no more connections, lets answers under way end for a moment, then stops. */
  async finish(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), FINISH_MS);
    await promise;
    clearTimeout(timer);
  }
}

/**
 * Binds and unbinds the address: finds out before the start-up, not after it, that it is taken. Nothing listens
 * during the start-up, so connections are refused, as with vLLM, which binds early and listens late.
 */
export async function probeAddress(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const { createServer } = await nodeHttp();
  const server = createServer();
  await listening(server, host, port);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  await promise;
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, host, () => {
    server.off("error", reject);
    resolve();
  });
  await promise;
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  state: ServerState,
  table: ReturnType<typeof routes>,
): Promise<void> {
  const { settings: { accessLog, apiKeys }, log } = state;
  const [path = "/"] = (request.url ?? "/").split("?");
  if (accessLog) {
    const { remoteAddress, remotePort } = request.socket;
    // The status is known when the head is written; the line is due then, not at the end of a long stream.
    onHead(response, (status) => {
      const line = `"${request.method} ${request.url} HTTP/${request.httpVersion}" ${status}`;
      log.uvicorn(`${remoteAddress}:${remotePort} - ${line}`);
    });
  }
  if (apiKeys.length > 0 && GUARDED.test(path) && !hasKey(request, apiKeys)) {
    sendJson(response, 401, { error: "Unauthorized" });
    return;
  }
  const handler = table.get(`${request.method} ${path}`) ?? unknownRoute(table, path);
  await handler(request, response);
}

function onHead(response: ServerResponse, callback: (status: number) => void): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((status: number, headers: Record<string, string>) => {
    callback(status);
    return writeHead(status, headers);
  }) as typeof response.writeHead;
}

function hasKey(request: IncomingMessage, keys: readonly string[]): boolean {
  const [scheme, ...key] = (request.headers.authorization ?? "").split(" ");
  return scheme?.toLowerCase() === "bearer" && keys.includes(key.join(" "));
}

/** Loaded here and not above: in the one file of the executable every command would load it, a dry run too. */
function nodeHttp(): Promise<typeof import("node:http")> {
  return import("node:http");
}
