/** Sends prompts of one benchmark to its server. */
import { payload, type PayloadOptions, type PromptForm } from "./payload.ts";
import type { Prompt } from "./prompts.ts";
import { type Answer, send, type Target } from "./request.ts";

/** Up to this many tokens in all, the bodies are made before the run: about 6 bytes a token. */
const MAX_PREPARED_TOKENS = 20_000_000;

/** How one prompt is sent. */
export interface SendPromptOptions {
  readonly form: PromptForm;
  readonly signal: AbortSignal;
  /** @default {null} */
  readonly requestId?: string;
  /** When the request was due, in seconds of `performance.now()`. @default {null} */
  readonly dueS?: number;
}

/** Turns prompts into requests. */
export class Sender {
  readonly #target: Target;
  readonly #options: PayloadOptions;
  readonly #bodies = new Map<Prompt, string>();

  constructor(target: Target, options: PayloadOptions) {
    this.#target = target;
    this.#options = options;
  }

  /** Makes the bodies beforehand: made while requests are on their way, they would delay the reading of answers. */
  prepare(prompts: readonly Prompt[], form: PromptForm): void {
    const tokens = prompts.reduce((sum, prompt) => sum + prompt.length, 0);
    if (tokens > MAX_PREPARED_TOKENS) return;
    for (const prompt of prompts) this.#bodies.set(prompt, payload(this.#options, prompt, form));
  }

  /** Sends one prompt. Never throws. */
  send(prompt: Prompt, options: SendPromptOptions): Promise<Answer> {
    const body = this.#bodies.get(prompt) ?? payload(this.#options, prompt, options.form);
    return send(this.#target, {
      body,
      promptTokens: prompt.length,
      requestId: options.requestId ?? null,
      dueS: options.dueS ?? null,
      signal: options.signal,
    });
  }
}
