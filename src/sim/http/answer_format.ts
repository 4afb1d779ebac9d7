/** The JSON of answers and of their streamed events, as vLLM writes them. */
import type { Sequence } from "../model/sequence.ts";
import type { Generation } from "./generation.ts";

/** Tokens of one request. */
export interface Usage {
  readonly prompt: number;
  readonly completion: number;
  /** Prompt tokens from the prefix cache; undefined if not told. */
  readonly cached?: number | undefined;
}

/** Writes the answer to one request. */
export class AnswerFormat {
  readonly #generation: Generation;
  readonly #id: string;
  readonly #created = Math.floor(Date.now() / 1000);
  /** Beginning of every event up to its choices: the same text thousands of times. */
  readonly #head: string;

  /** @param id Id of the request without the prefix of its kind. */
  constructor(generation: Generation, id: string) {
    const isChat = generation.kind === "chat";
    this.#generation = generation;
    this.#id = `${isChat ? "chatcmpl" : "cmpl"}-${id}`;
    const object = isChat ? "chat.completion.chunk" : "text_completion";
    const head = JSON.stringify({
      id: this.#id,
      object,
      created: this.#created,
      model: generation.model,
      system_fingerprint: generation.fingerprint,
    });
    this.#head = `data: ${head.slice(0, -1)},"choices":[`;
  }

  /** The event before the first token of a chat: who speaks. Empty for completions. */
  opening(usage: Usage | undefined): string {
    if (this.#generation.kind !== "chat") return "";
    const choice =
      '{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}';
    return this.#event(choice, usage);
  }

  /** An event with new text. */
  delta(
    index: number,
    text: string,
    finishReason: string | undefined,
    usage: Usage | undefined,
  ): string {
    const content = JSON.stringify(text);
    const field = this.#generation.kind === "chat"
      ? `"delta":{"content":${content}}`
      : `"text":${content}`;
    const reason = finishReason === undefined ? "null" : `"${finishReason}"`;
    const choice =
      `{"index":${index},${field},"logprobs":null,"finish_reason":${reason},"stop_reason":null}`;
    return this.#event(choice, usage);
  }

  /** The event with the usage, which has no choices. */
  usage(usage: Usage): string {
    return this.#event("", usage);
  }

  /** The whole answer of a request that is not streamed. */
  whole(sequences: readonly Sequence[], texts: readonly string[], usage: Usage): unknown {
    const isChat = this.#generation.kind === "chat";
    return {
      id: this.#id,
      object: isChat ? "chat.completion" : "text_completion",
      created: this.#created,
      model: this.#generation.model,
      system_fingerprint: this.#generation.fingerprint,
      choices: sequences.map(({ finishReason }, index) => ({
        index,
        ...(isChat
          ? { message: { role: "assistant", content: texts[index] } }
          : { text: texts[index] }),
        logprobs: null,
        finish_reason: finishReason ?? null,
        stop_reason: null,
      })),
      usage: usageObject(usage),
    };
  }

  #event(choices: string, usage: Usage | undefined): string {
    const tail = usage === undefined ? "" : `,"usage":${JSON.stringify(usageObject(usage))}`;
    return `${this.#head}${choices}]${tail}}\n\n`;
  }
}

/** The usage as the API tells it. */
function usageObject({ prompt, completion, cached }: Usage): unknown {
  return {
    prompt_tokens: prompt,
    total_tokens: prompt + completion,
    completion_tokens: completion,
    ...(cached === undefined ? {} : { prompt_tokens_details: { cached_tokens: cached } }),
  };
}
