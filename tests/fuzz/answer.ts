/** A result or a message: what every input must get. */
import { assert } from "@std/assert";
import { ServesweepError } from "../../src/lib/errors.ts";

/** What no message may hold unless the user wrote it: traces of values that nobody thought of, and of the stack. */
const NEVER = ["undefined", "[object", "nan", "    at "];

/**
 * What an action makes of an input: its result, or null if it refused the input.
 *
 * @param input All that a message may quote.
 * @throws {AssertionError} If it failed otherwise than with a message for the user.
 */
export function answer<T>(input: string, action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    assertMessage(error, input);
    return null;
  }
}

/** As {@linkcode answer}, for an action that waits for something. */
export async function answerAsync<T>(input: string, action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (error) {
    assertMessage(error, input);
    return null;
  }
}

function assertMessage(error: unknown, input: string): void {
  if (!(error instanceof ServesweepError)) throw error;
  const { message } = error;
  assert(message.trim() !== "", "The message is empty");
  assertReadable(message, input);
}

/** Asserts that a text for the user shows none of our insides, and no control characters but the user's own. */
export function assertReadable(text: string, input: string): void {
  const [shown, given] = [text.toLowerCase(), input.toLowerCase()];
  for (const word of NEVER) {
    assert(!shown.includes(word) || given.includes(word), `"${word}" in: ${text}`);
  }
  // Control characters come back only to the user who wrote them, raw or as JSON has them.
  for (const [char] of text.matchAll(/[^\P{Cc}\n]/gu)) {
    const isGiven = input.includes(char) || input.includes(JSON.stringify(char).slice(1, -1));
    assert(isGiven, `${JSON.stringify(char)} in: ${JSON.stringify(text)}`);
  }
}
