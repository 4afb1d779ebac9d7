/** Asking a ready server who it is: its models and its version. */
import { engineNamed } from "../engine/engines.ts";
import type { ServerStart } from "../plan/plan.ts";
import { askText } from "./ask_text.ts";

/** Longest that such a request may take. */
const ASK_LIMIT_MS = 5_000;

/** No list of models is longer. */
const MAX_ANSWER_BYTES = 2 ** 20;

/** How to ask. */
export interface AskOptions {
  /** Base URL of the server. */
  readonly url: string;
  readonly client: Deno.HttpClient;
  readonly signal: AbortSignal;
}

/**
 * Whether a server serves another model than its command names.
 *
 * @returns Both, as `"served", not "expected"`; null if it serves what it should, or that cannot be told.
 */
export async function otherModel(start: ServerStart, options: AskOptions): Promise<string | null> {
  const expected = engineNamed(start.server).servedNames(start.argv);
  if (expected.length === 0) return null;
  const answer = await askJson("/v1/models", options);
  if (!isObject(answer) || !Array.isArray(answer.data)) return null;
  const served = answer.data.map((model) => isObject(model) ? model.id : undefined)
    .filter((id) => typeof id === "string");
  if (served.length === 0 || expected.some((name) => served.includes(name))) return null;
  return `${quoted(served)}, not ${quoted(expected)}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

/** What a server says its version is; null if it does not say. */
export async function reportedVersion(options: AskOptions): Promise<string | null> {
  const answer = await askJson("/version", options);
  return isObject(answer) && typeof answer.version === "string" ? answer.version : null;
}

/** Null where there is no answer, or one that is no JSON: a server that answers no such question proves nothing, neither way. */
async function askJson(path: string, { url, client, signal }: AskOptions): Promise<unknown> {
  const limits = { limitMs: ASK_LIMIT_MS, maxBytes: MAX_ANSWER_BYTES };
  const answer = await askText(url + path, { client, signal, ...limits });
  if ("none" in answer || answer.status !== 200) return null;
  try {
    return JSON.parse(answer.text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
