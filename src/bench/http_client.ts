/** The HTTP client of the load generator. */

/**
 * A client with HTTP/1.1 connections that are kept open, as many as there are requests at a time. One connection for all
 * requests, as HTTP/2 has it, would be another load than the reference's.
 */
export function httpClient(): Deno.HttpClient {
  return withoutLoopbackProxy(() => Deno.createHttpClient({ http1: true, http2: false }));
}

/**
 * Calls `create` while NO_PROXY names the loopback addresses: `http_proxy` catches 127.0.0.1 too, and a proxy between
 * the generator and a server on the same machine would be measured with it. A client reads the environment when it is created.
 */
export function withoutLoopbackProxy<T>(create: () => T): T {
  const before = Deno.env.get("NO_PROXY");
  // Where both spellings are set, the client reads only this one.
  const others = before ?? Deno.env.get("no_proxy") ?? "";
  Deno.env.set("NO_PROXY", [others, "localhost", "127.0.0.1", "::1"].filter(Boolean).join(","));
  try {
    return create();
  } finally {
    if (before === undefined) Deno.env.delete("NO_PROXY");
    else Deno.env.set("NO_PROXY", before);
  }
}
