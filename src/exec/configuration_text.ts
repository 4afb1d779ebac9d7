/** What a server says of its configuration. */
import { askText } from "./ask_text.ts";
import type { ConfigurationText } from "./effects.ts";

/** vLLM's takes 11 ms and has 18 kB; once a start. */
const LIMITS = { limitMs: 5_000, maxBytes: 4 * 2 ** 20 };

/** Asks, for a limited time. Never throws. @param log Reads the log of its start. */
export async function configurationText(
  url: string,
  client: Deno.HttpClient,
  signal: AbortSignal,
  log: () => string,
): Promise<ConfigurationText> {
  const answer = await askText(url, { ...LIMITS, client, signal });
  return {
    answer: "text" in answer && answer.status === 200 ? answer.text : null,
    log: log(),
  };
}
