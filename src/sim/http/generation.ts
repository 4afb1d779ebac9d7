/** A completion or chat request, read and checked. */
import type { SimSettings } from "../settings/settings.ts";
import { Answer, GARBAGE_TOKEN } from "../text/answer.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import type { SequenceRequest } from "../model/sequence.ts";
import { ApiError, badRequest } from "./api_error.ts";
import { booleanField, type Fields, integerField } from "./fields.ts";
import { chatPrompt, completionPrompts } from "./prompts.ts";

export type GenerationKind = "completion" | "chat";

export interface Generation {
  readonly kind: GenerationKind;
  /** What the answer tells of the server's configuration. */
  readonly fingerprint: string;
  /** Name of the model as the answer tells it. */
  readonly model: string;
  readonly sequences: readonly SequenceRequest[];
  readonly stream: boolean;
  /** Usage in an event of its own at the end of the stream. */
  readonly includeUsage: boolean;
  /** Usage so far in every event. */
  readonly continuousUsage: boolean;
}

/** `max_tokens` of a completion that does not say; a chat goes up to the end of the context. */
const DEFAULT_MAX_TOKENS = 16;

/** Fields that change the answer in ways that the simulation does not have. */
const UNSUPPORTED = [
  "echo",
  "use_beam_search",
  "suffix",
  "logprobs",
  "prompt_logprobs",
  "prompt_embeds",
  "best_of",
];

/** @throws {ApiError} 404 for an unknown model, 400 for anything else that is wrong. */
export function readGeneration(
  kind: GenerationKind,
  fields: Fields,
  settings: SimSettings,
  tokenizer: Tokenizer,
  fingerprint: string,
): Generation {
  const { engine, servedNames } = settings;
  const model = fields["model"] ?? servedNames[0]!;
  if (typeof model !== "string" || !servedNames.includes(model)) {
    throw new ApiError(404, `The model \`${model}\` does not exist.`, "NotFoundError", "model");
  }
  for (const name of UNSUPPORTED) {
    // `best_of: 1` and `logprobs: null` ask for nothing special.
    if (fields[name] && fields[name] !== 1) {
      throw badRequest(`The simulated server has no ${name}`, name);
    }
  }
  if ((integerField(fields, "n", 1) ?? 1) !== 1) {
    throw badRequest("The simulated server answers n = 1 only", "n");
  }
  const prompts = kind === "chat"
    ? [chatPrompt(fields, tokenizer)]
    : completionPrompts(fields, tokenizer, engine.profile.vocabulary);
  const asked = integerField(fields, "max_completion_tokens", 1) ??
    integerField(fields, "max_tokens", 1) ??
    (kind === "chat" ? undefined : DEFAULT_MAX_TOKENS);
  const minTokens = integerField(fields, "min_tokens", 0) ?? 0;
  const seed = integerField(fields, "seed", Number.MIN_SAFE_INTEGER) ?? engine.seed;
  const ignoreEos = booleanField(fields, "ignore_eos");
  const stream = booleanField(fields, "stream");
  const options = (fields["stream_options"] ?? {}) as Fields;
  return {
    kind,
    model,
    fingerprint,
    stream,
    includeUsage: booleanField(options, "include_usage"),
    continuousUsage: booleanField(options, "continuous_usage_stats"),
    sequences: prompts.map((prompt) => {
      const answer = new Answer(prompt, seed);
      return {
        prompt,
        maxTokens: fittingTokens(prompt.length, asked, engine.maxModelLen),
        stopAfter: ignoreEos ? undefined : Math.max(minTokens, answer.length),
        tokenAt: settings.garbage
          ? () => GARBAGE_TOKEN
          : (position: number) => answer.tokenAt(position),
      };
    }),
  };
}

function fittingTokens(
  promptLength: number,
  asked: number | undefined,
  maxModelLen: number,
): number {
  const limit = `This model's maximum context length is ${maxModelLen} tokens. However, `;
  if (promptLength >= maxModelLen) {
    throw badRequest(
      `${limit}your prompt contains ${promptLength} input tokens, which leaves no room for output tokens. ` +
        "Please reduce the length of the input prompt.",
      "prompt",
    );
  }
  if (asked === undefined) return maxModelLen - promptLength;
  if (promptLength + asked > maxModelLen) {
    throw badRequest(
      `${limit}you requested ${asked} output tokens and your prompt contains ${promptLength} input tokens, ` +
        `for a total of ${
          promptLength + asked
        } tokens. Please reduce the length of the input prompt or the ` +
        "number of requested output tokens.",
      "max_tokens",
    );
  }
  return asked;
}
