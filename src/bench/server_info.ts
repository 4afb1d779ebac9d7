/** What is asked of the server besides completions: its model and its counters. */
import { ServesweepError } from "../lib/errors.ts";
import { messageOf } from "./request.ts";
import { parseSpecDecode, type SpecDecodeCounters } from "./spec_decode.ts";

const TIMEOUT_MS = 30_000;

/** How to ask. */
export interface AskOptions {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly client: Deno.HttpClient;
  readonly signal: AbortSignal;
}

/** A model as the server names it. */
export interface ServedModel {
  /** For requests. */
  readonly name: string;
  /** Where its weights come from. */
  readonly root: string;
}

/** The first model of `/v1/models`. @throws ServesweepError if there is none. */
export async function firstModel(options: AskOptions): Promise<ServedModel> {
  const url = `${options.baseUrl}/v1/models`;
  let model: { id?: unknown; root?: unknown } | undefined;
  try {
    const { status, text } = await get(url, options);
    if (status !== 200) throw new Error(`HTTP ${status}`);
    model = JSON.parse(text)?.data?.[0];
  } catch (error) {
    throw new ServesweepError(
      `Cannot read the served models from ${url}: ${messageOf(error)}. ` +
        "Check that the server runs there, or name the model with --model",
      undefined,
      { cause: error },
    );
  }
  if (typeof model?.id !== "string") {
    throw new ServesweepError(
      `Cannot find a model at ${url}: the server lists none. Name it with --model`,
    );
  }
  return { name: model.id, root: typeof model.root === "string" ? model.root : model.id };
}

/** The counters of speculative decoding; null where the server has none or no such page. */
export async function specDecodeCounters(options: AskOptions): Promise<SpecDecodeCounters | null> {
  try {
    const { status, text } = await get(`${options.baseUrl}/metrics`, options);
    return status === 200 ? parseSpecDecode(text) : null;
  } catch {
    // Extra numbers: a server without them is measured all the same.
    return null;
  }
}

async function get(url: string, options: AskOptions): Promise<{ status: number; text: string }> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error("No answer in time")), TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      headers: options.headers,
      client: options.client,
      signal: AbortSignal.any([options.signal, limit.signal]),
    });
    return { status: response.status, text: await response.text() };
  } finally {
    clearTimeout(timer);
  }
}
