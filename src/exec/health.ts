/** Waiting until a server answers. */
import { pause } from "../lib/sleep.ts";

/** Longest that one probe may take: a server that accepts and never answers must not outlive the deadline. */
const PROBE_LIMIT_MS = 5_000;

/** Shortest and longest pause between two probes; between them 1 % of the time waited so far. */
const PAUSE_MS = { shortest: 5, longest: 250, share: 0.01 };

/** Pause before the next probe of a server that has been waited for so long: readiness is seen within 1 % of the time it took. */
export function probePauseMs(elapsedMs: number): number {
  return Math.max(PAUSE_MS.shortest, Math.min(PAUSE_MS.longest, elapsedMs * PAUSE_MS.share));
}

/** How a server is asked. No connection is kept: an idle one of ours would hold up the server's shutdown. */
export function probeClient(): Deno.HttpClient {
  return Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
}

/** Why a wait for readiness ended. */
export type Readiness =
  | { readonly kind: "ready"; readonly url: string }
  | { readonly kind: "timeout"; readonly lastAnswer: string }
  | { readonly kind: "aborted" };

/**
 * Polls the URLs until one answers 200. A refused connection costs 0.1 ms, so the first polls come every 5 ms.
 *
 * @param urls Ways to the same server, tried in turn: `localhost` may be either loopback address.
 * @param signal Ends the wait: the server has exited, or the sweep is being stopped.
 */
export async function waitUntilReady(
  urls: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
  client: Deno.HttpClient,
): Promise<Readiness> {
  const startedAt = performance.now();
  let lastAnswer = "no connection";
  while (!signal.aborted) {
    for (const url of urls) {
      const remainingMs = timeoutMs - (performance.now() - startedAt);
      if (remainingMs <= 0) return { kind: "timeout", lastAnswer };
      const answer = await probe(url, Math.min(PROBE_LIMIT_MS, remainingMs), signal, client);
      if (answer === 200) return { kind: "ready", url };
      if (typeof answer === "number") {
        const isRedirect = answer >= 300 && answer < 400;
        lastAnswer = `HTTP status ${answer}${
          isRedirect ? ", a redirect, which is not followed" : ""
        }`;
      } else if (answer === "timeout") lastAnswer = "a connection without an answer";
    }
    const elapsedMs = performance.now() - startedAt;
    await pause(
      Math.min(probePauseMs(elapsedMs), Math.max(0, timeoutMs - elapsedMs)),
      { signal },
    );
  }
  return { kind: "aborted" };
}

/** One GET: the status, or why there is none. */
async function probe(
  url: string,
  limitMs: number,
  signal: AbortSignal,
  client: Deno.HttpClient,
): Promise<number | "timeout" | "refused"> {
  const limit = AbortSignal.timeout(Math.ceil(limitMs));
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([limit, signal]),
      redirect: "manual",
      client,
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return limit.aborted ? "timeout" : "refused";
  }
}

/** Whether a server answers its health URL with 200 now. */
export async function answersHealthy(
  url: string,
  signal: AbortSignal,
  client: Deno.HttpClient,
): Promise<boolean> {
  return await probe(url, PROBE_LIMIT_MS, signal, client) === 200;
}
