/** One request: sent, streamed and timed. */
import type { Outcome } from "./outcome.ts";
import type { Api } from "./settings/settings.ts";
import { SseParser } from "./sse.ts";
import { StreamRecord } from "./stream.ts";

/** Longest text of a server's error that is kept. */
const MAX_ERROR_CHARS = 500;

/** Where requests go. */
export interface Target {
  readonly url: string;
  readonly api: Api;
  readonly headers: Readonly<Record<string, string>>;
  readonly client: Deno.HttpClient;
}

/** One request to send. */
export interface SendOptions {
  readonly body: string;
  /** Tokens of the prompt, for when the server does not count them. */
  readonly promptTokens: number;
  /** Value of the header `x-request-id`; null for none. */
  readonly requestId: string | null;
  /** When the request was due, in seconds of `performance.now()`; null for now. */
  readonly dueS: number | null;
  readonly signal: AbortSignal;
}

/** An outcome with the HTTP status behind it, 0 if the server did not answer. */
export interface Answer {
  readonly outcome: Outcome;
  readonly status: number;
}

/** Sends one request. Never throws: whatever goes wrong is the error of the outcome. */
export async function send(target: Target, options: SendOptions): Promise<Answer> {
  const headers: Record<string, string> = { ...target.headers };
  if (options.requestId !== null) headers["x-request-id"] = options.requestId;
  const record = new StreamRecord(target.api);
  const startS = nowS();
  let status = 0;
  let error: string;
  try {
    const response = await fetch(target.url, {
      method: "POST",
      headers,
      body: options.body,
      client: target.client,
      signal: options.signal,
    });
    status = response.status;
    error = status === 200 ? await readStream(response, record) : await readError(response);
  } catch (thrown) {
    error = messageOf(thrown);
  }
  return { status, outcome: outcomeOf(record, error, startS, options) };
}

/** Seconds of `performance.now()`. */
export function nowS(): number {
  return performance.now() / 1000;
}

/** The message of an error with that of its cause: `fetch` says what happened only there. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause === undefined
    ? thrown.message
    : `${thrown.message}: ${messageOf(thrown.cause)}`;
}

/** The error of the stream, empty if it is a whole answer. */
async function readStream(response: Response, record: StreamRecord): Promise<string> {
  const parser = new SseParser();
  for await (const chunk of response.body ?? []) {
    // Before anything is parsed: the time of our own work must not count as the server's.
    const atS = nowS();
    for (const data of parser.push(chunk)) record.add(data, atS);
  }
  const endS = nowS();
  for (const data of parser.end()) record.add(data, endS);
  return record.firstS === null ? "The server answered without a single token" : "";
}

async function readError(response: Response): Promise<string> {
  const head = `HTTP ${response.status} ${response.statusText}`.trimEnd();
  const text = (await response.text()).trim();
  return text === "" ? head : `${head}: ${text.slice(0, MAX_ERROR_CHARS)}`;
}

function outcomeOf(
  record: StreamRecord,
  error: string,
  startS: number,
  { promptTokens, dueS }: SendOptions,
): Outcome {
  const success = error === "";
  return {
    success,
    error,
    promptTokens: record.promptTokens ?? promptTokens,
    outputTokens: success ? record.completionTokens || record.itlS.length + 1 : 0,
    startS,
    queueS: startS - (dueS ?? startS),
    ttftS: record.firstS === null ? 0 : record.firstS - startS,
    itlS: record.itlS,
    latencyS: success ? record.lastS - startS : 0,
    text: record.text,
  };
}
