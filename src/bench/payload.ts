/** The body of a request, with the fields and the order of `vllm bench serve`. */
import { type Prompt, promptIds, promptText } from "./prompts.ts";
import type { Api } from "./settings/settings.ts";

/** How a prompt is sent. */
export type PromptForm = "ids" | "text";

/** What every request of a benchmark has in common. */
export interface PayloadOptions {
  readonly api: Api;
  readonly model: string;
  readonly ignoreEos: boolean;
  readonly logprobs: number | null;
  /** Further fields; they replace those of ours. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** The body as JSON text. Chat has no token ids: there the form is text whatever is asked for. */
export function payload(options: PayloadOptions, prompt: Prompt, form: PromptForm): string {
  const { api, model, ignoreEos, logprobs, extra } = options;
  const head = api === "completions"
    ? {
      model,
      prompt: form === "ids" ? promptIds(prompt) : promptText(prompt),
      repetition_penalty: 1.0,
      max_tokens: prompt.outputLength,
      logprobs,
    }
    : {
      model,
      messages: [{ role: "user", content: [{ type: "text", text: promptText(prompt) }] }],
      max_completion_tokens: prompt.outputLength,
    };
  return JSON.stringify({
    ...head,
    stream: true,
    stream_options: { include_usage: true },
    ...(ignoreEos ? { ignore_eos: true } : {}),
    ...extra,
  });
}
