/** What the counters of a server must say of a run, by the command and the result of its benchmark. */
import type { RequestRange } from "../engine/engine.ts";
import { flagValue } from "../engine/flags.ts";
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";

/** In which state the prefix cache is to be when a run begins. */
export const CACHE_STATES = ["cold", "warm", "any"] as const;

/** One of {@linkcode CACHE_STATES}. */
export type CacheState = typeof CACHE_STATES[number];

/** What is expected of a run. */
export interface Expectation {
  readonly cache: CacheState;
  /** The server is told to empty it after every run. */
  readonly isReset: boolean;
  /** Requests besides those of the result; null where nobody knows. */
  readonly unmeasured: RequestRange | null;
  /** Requests and prompt tokens of the result, and its longest prompt; null where it does not tell. */
  readonly completed: number | null;
  readonly promptTokens: number | null;
  readonly longestPrompt: number | null;
  /** Prompts have beginnings in common by intention, or nobody knows that they have not. */
  readonly sharesPrefixes: boolean;
  /** Tokens that a template may put before every prompt. */
  readonly templateTokens: number;
}

/** System prompts and headers that chat templates begin with, in tokens: Llama 3.1 has 25, Qwen 2.5 20. */
const CHAT_TEMPLATE_TOKENS = 64;

/** Describes a run. @param unmeasured Of the benchmark program. */
export function expectationOf(
  argv: readonly string[],
  result: JsonObject,
  { cache, isReset }: Pick<Expectation, "cache" | "isReset">,
  unmeasured: RequestRange | null,
): Expectation {
  const completed = count(result.get("completed"));
  const promptTokens = count(result.get("total_input_tokens"));
  const backend = `${flagValue(argv, ["--backend"]) ?? ""} ${
    flagValue(argv, ["--endpoint"]) ?? ""
  }`;
  return {
    cache,
    isReset,
    unmeasured,
    completed,
    promptTokens,
    longestPrompt: longest(result.get("input_lens")) ??
      // Lengths of random prompts vary by less than their mean.
      (completed && promptTokens !== null ? Math.ceil(2 * promptTokens / completed) : null),
    sharesPrefixes: unmeasured === null || !hasRandomPrompts(argv),
    templateTokens: backend.includes("chat") ? CHAT_TEMPLATE_TOKENS : 1,
  };
}

/** Whether the prompts are random from their first token on. Without a name the data set is `random`, or was sharegpt once. */
function hasRandomPrompts(argv: readonly string[]): boolean {
  const dataset = flagValue(argv, ["--dataset-name"]);
  if (dataset !== "random" && !(dataset === null && flagValue(argv, ["--dataset-path"]) === null)) {
    return false;
  }
  const prefix = flagValue(argv, ["--random-prefix-len"]);
  return prefix === null || prefix === "0";
}

function longest(value: Json | undefined): number | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const lengths = value.map(count).filter((length) => length !== null);
  return lengths.length === 0 ? null : lengths.reduce((most, length) => Math.max(most, length));
}

function count(value: Json | undefined): number | null {
  if (!(value instanceof JsonNumber)) return null;
  const number = value.toNumber();
  return Number.isFinite(number) && number >= 0 ? number : null;
}
