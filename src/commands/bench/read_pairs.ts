import { firstWord } from "../../secrets/mod.ts";
import { UsageError } from "../../lib/errors.ts";

/**
 * Reads `KEY=VALUE` texts: blanks around both are dropped, of a repeated key the last value counts.
 *
 * @param option Name without dashes, for the message.
 * @throws UsageError for a text without an equals sign or a key.
 */
export function readPairs(option: string, texts: readonly string[]): Map<string, string> {
  return new Map(texts.map((text) => {
    const equals = text.indexOf("=");
    const key = text.slice(0, Math.max(equals, 0)).trim();
    if (key === "") throw new UsageError(`--${option} is "${firstWord(text)}", expected KEY=VALUE`);
    return [key, text.slice(equals + 1).trim()];
  }));
}
