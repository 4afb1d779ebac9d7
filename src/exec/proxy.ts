/** Keeping measurements off a proxy: `http_proxy` catches 127.0.0.1 too. */

/**
 * Adds loopback and the given hosts to `NO_PROXY` and `no_proxy`, for our own requests and for the processes we start.
 * To be called before the first fetch.
 */
export function bypassProxy(servers: readonly string[], healthUrl: string | null): void {
  const url = healthUrl?.replace(/:auto(?=\/|$)/, "") ?? "http://localhost";
  const hosts = ["localhost", "127.0.0.1", "::1", ...servers, new URL(url).hostname]
    .map((host) => host.replace(/^\[|\]$/g, "")).filter((host) => host !== "");
  for (const name of ["NO_PROXY", "no_proxy"]) {
    const current = (Deno.env.get(name) ?? "").split(",").filter((host) => host !== "");
    if (current.includes("*")) continue;
    Deno.env.set(name, [...new Set([...current, ...hosts])].join(","));
  }
}
