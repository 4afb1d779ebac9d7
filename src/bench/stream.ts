/** One streamed answer: what its events say and when they came. */
import type { Api } from "./settings/settings.ts";

interface Choice {
  readonly text?: string | null;
  readonly delta?: Readonly<Record<string, unknown>> | null;
}

interface Event {
  readonly choices?: readonly Choice[] | null;
  readonly usage?: { readonly completion_tokens?: number; readonly prompt_tokens?: number } | null;
  readonly error?: unknown;
}

/** Collects the events of a streamed answer. */
export class StreamRecord {
  readonly #api: Api;
  readonly itlS: number[] = [];
  /** Time of the first chunk with a token; null until then. */
  firstS: number | null = null;
  /** Time of the last chunk with a token. */
  lastS = 0;
  text = "";
  /** Token counts of the server; null if it does not say. */
  promptTokens: number | null = null;
  completionTokens: number | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * Takes the data of one event that was read at `atS`.
   *
   * A chunk counts as a token by the rules of `vllm bench serve`: for completions every chunk with a choice, for chat every
   * chunk with content, reasoning or a tool call, and one with empty content unless it opens the answer with the role.
   *
   * @throws SyntaxError if it is no JSON. @throws Error if it reports an error of the server: an answer that was
   *   broken off must not pass as a short one.
   */
  add(data: string, atS: number): void {
    if (data === "[DONE]") return;
    const event = JSON.parse(data) as Event;
    if (event.error !== undefined && event.error !== null) {
      throw new Error(`The server broke off: ${JSON.stringify(event.error)}`);
    }
    const choice = event.choices?.[0];
    if (choice !== undefined && this.#hasToken(choice)) this.#token(this.#textOf(choice), atS);
    // The reference looks only at events without choices; some servers count on the last chunk instead.
    if (event.usage) {
      this.completionTokens = event.usage.completion_tokens ?? this.completionTokens;
      this.promptTokens = event.usage.prompt_tokens ?? this.promptTokens;
    }
  }

  #token(text: string, atS: number): void {
    if (this.firstS === null) this.firstS = atS;
    else this.itlS.push(atS - this.lastS);
    this.lastS = atS;
    this.text += text;
  }

  #hasToken({ delta }: Choice): boolean {
    if (this.#api === "completions") return true;
    if (!delta) return false;
    if (
      delta["content"] || delta["reasoning"] || delta["reasoning_content"] ||
      nonEmpty(delta["tool_calls"]) || delta["function_call"]
    ) return true;
    return delta["content"] === "" && !("role" in delta);
  }

  #textOf({ text, delta }: Choice): string {
    const value = this.#api === "completions" ? text : delta?.["content"];
    return typeof value === "string" ? value : "";
  }
}

function nonEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
