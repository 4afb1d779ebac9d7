/** The prompts of a request as token ids. */
import {
  BEGIN_OF_TEXT,
  END_HEADER,
  END_OF_TURN,
  START_HEADER,
  type Tokenizer,
} from "../text/tokenizer.ts";
import { badRequest } from "./api_error.ts";
import type { Fields } from "./fields.ts";

/**
 * Prompts of a completion: text, token ids, or a list of either.
 *
 * @throws {ApiError} If there is none, or an id is not in the vocabulary.
 */
export function completionPrompts(
  fields: Fields,
  tokenizer: Tokenizer,
  vocabulary: number,
): number[][] {
  const prompt = fields["prompt"];
  const list = Array.isArray(prompt) && typeof prompt[0] !== "number" ? prompt : [prompt];
  const prompts = list.map((item: unknown) => {
    if (typeof item === "string") return [BEGIN_OF_TEXT, ...tokenizer.encode(item)];
    if (Array.isArray(item) && item.every((id) => Number.isSafeInteger(id))) {
      return item as number[];
    }
    throw badRequest("prompt must be a string, a list of token ids, or a list of these", "prompt");
  });
  if (prompts.length === 0 || prompts.some((ids) => ids.length === 0)) {
    throw badRequest("The decoder prompt cannot be empty", "prompt");
  }
  for (const ids of prompts) {
    const wrong = ids.find((id) => id < 0 || id >= vocabulary);
    if (wrong !== undefined) throw badRequest(`Token id ${wrong} is out of vocabulary`, "prompt");
  }
  return prompts;
}

/**
 * Prompt of a chat by the template of Llama 3: for each message a header with the role, the content, an end of turn.
 *
 * @throws {ApiError} If a message has no role or no text.
 */
export function chatPrompt(fields: Fields, tokenizer: Tokenizer): number[] {
  const messages = fields["messages"];
  if (!Array.isArray(messages) || messages.length === 0) {
    throw badRequest("messages must be a list of at least one message", "messages");
  }
  const turns = messages.flatMap((message: unknown) => {
    const { role, content } = (message ?? {}) as Record<string, unknown>;
    if (typeof role !== "string") throw badRequest("A message has no role", "messages");
    return [...header(role, tokenizer), ...tokenizer.encode(contentText(content)), END_OF_TURN];
  });
  return [BEGIN_OF_TEXT, ...turns, ...header("assistant", tokenizer)];
}

function header(role: string, tokenizer: Tokenizer): number[] {
  return [START_HEADER, ...tokenizer.encode(role), END_HEADER, ...tokenizer.encode("\n")];
}

function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (content === null || content === undefined) return "";
  if (!Array.isArray(content)) throw badRequest("The content of a message is not text", "messages");
  return content.map((part: unknown) => {
    const { type, text } = (part ?? {}) as Record<string, unknown>;
    if (type === "text" && typeof text === "string") return text;
    throw badRequest(
      `The simulated model reads no content of type ${JSON.stringify(type)}`,
      "messages",
    );
  }).join("\n");
}
