/** One bounded question to a server: what it costs is known before. */

/** How to ask. */
export interface AskTextOptions {
  readonly client: Deno.HttpClient;
  readonly signal: AbortSignal;
  readonly limitMs: number;
  /** More than that is not read. */
  readonly maxBytes: number;
}

/** GET of a URL. Redirects are not followed. @returns Status and text, or a clause that says why there is no answer. */
export async function askText(
  url: string,
  { client, signal, limitMs, maxBytes }: AskTextOptions,
): Promise<{ status: number; text: string } | { none: string }> {
  const limit = AbortSignal.timeout(limitMs);
  try {
    const response = await fetch(url, {
      client,
      redirect: "manual",
      signal: AbortSignal.any([signal, limit]),
    });
    const text = await boundedText(response, maxBytes);
    if (text === null) return { none: `${url} answers more than ${maxBytes} bytes` };
    return { status: response.status, text };
  } catch (error) {
    const reason = limit.aborted ? `no answer within ${limitMs / 1000} s` : String(error);
    return { none: `Cannot read ${url}: ${reason}` };
  }
}

/** The text of a body; null if it is longer. The rest is not read then. */
export async function boundedText(response: Response, maxBytes: number): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    // Leaving the loop cancels the body.
    if (bytes > maxBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
