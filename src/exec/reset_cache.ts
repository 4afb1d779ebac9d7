/** Emptying a cache of a server. */
import { pause } from "../lib/sleep.ts";
import { boundedText } from "./ask_text.ts";

/** A cache in use is emptied when the last answer has left the engine: that is soon, or never. */
export const RESET_TRIES = 10;
const PAUSE_MS = 500;

/** An answer that is longer says nothing about success. */
const ANSWER_BYTES = 2 ** 16;

/** What a server made of it. */
export interface ResetAnswer {
  readonly status: number;
  /** It said, again and again, that nothing was emptied: vLLM does so with status 200 while blocks are in use. */
  readonly denied: boolean;
}

/** POST to the endpoint, again where the server says that it could not. @throws What `fetch` throws. */
export async function postReset(
  url: string,
  client: Deno.HttpClient,
  signal: AbortSignal,
  pauseMs: number = PAUSE_MS,
): Promise<ResetAnswer> {
  for (let tries = 1;; tries++) {
    // A redirect leads to another server, or to nobody: it is no reset of this one.
    const response = await fetch(url, { method: "POST", redirect: "manual", client, signal });
    const { status } = response;
    const denied = /"success"\s*:\s*false/.test(await boundedText(response, ANSWER_BYTES) ?? "");
    if (!denied || tries === RESET_TRIES) return { status, denied };
    await pause(pauseMs, { signal });
    signal.throwIfAborted();
  }
}
