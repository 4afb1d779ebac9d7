/** A small server for tests of the load generator. */

/** What a request was. */
export interface Received {
  readonly path: string;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any
  readonly body: any;
}

/** Answers one POST; the body is parsed. */
export type Handler = (received: Received) => Response | Promise<Response>;

/** A server on a free port of the loopback interface. */
export class TestServer implements AsyncDisposable {
  readonly received: Received[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  /** @param get Answers GET requests; without it they are not found. */
  constructor(handler: Handler, get: (path: string) => Response = notFound) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {}, onError: failed },
      async (request) => {
        const path = new URL(request.url).pathname;
        if (request.method === "GET") return get(path);
        const received = { path, headers: request.headers, body: await request.json() };
        this.received.push(received);
        return await handler(received);
      },
    );
  }

  get port(): number {
    return this.#server.addr.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** A streamed answer of `tokens` chunks in the completions form, with the token counts at the end. */
export function completion(tokens: number, promptTokens: number): Response {
  const chunks = Array.from({ length: tokens }, () => ({ choices: [{ text: "a" }] }));
  const usage = { prompt_tokens: promptTokens, completion_tokens: tokens };
  return events([...chunks, { choices: [], usage }]);
}

/** A streamed answer with these events and the closing one. */
export function events(data: readonly unknown[]): Response {
  const text = [...data.map((item) => JSON.stringify(item)), "[DONE]"]
    .map((item) => `data: ${item}\n\n`).join("");
  return new Response(text, { headers: { "content-type": "text/event-stream" } });
}

/** An answer that breaks off after one token. */
export function brokenOff(): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('data: {"choices":[{"text":"a"}]}\n\n'));
    },
    pull(controller) {
      controller.error(new Error("Broken off for a test"));
    },
  });
  return new Response(body);
}

/** Status and text, as servers report errors. */
export function refusal(status: number): Response {
  return new Response(`{"error": {"message": "refused with ${status}"}}`, { status });
}

function notFound(): Response {
  return new Response("", { status: 404 });
}

function failed(): Response {
  return new Response("", { status: 500 });
}
