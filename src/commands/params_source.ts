/** Parameter sets on a command line: a path, JSON text, or JSON in dotted form. */
import type { OptionValues } from "../cli/read.ts";
import { UsageError } from "../lib/errors.ts";
import type { Json } from "../json/value.ts";

/** Parameter sets as the command line gives them. */
export type ParamsSource =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "text"; readonly text: string; readonly origin: string }
  | { readonly kind: "json"; readonly value: Json; readonly origin: string };

/**
 * The value of an option that takes parameter sets.
 *
 * @throws {UsageError} If a path is mixed with the dotted form.
 */
export function paramsSource(values: OptionValues, name: string): ParamsSource | null {
  const argument = values.jsonArgument(name);
  if (argument === undefined) return null;
  const origin = `--${name}`;
  const { text } = argument;
  // As in vLLM: an empty path is no path.
  if (text === "" && !argument.isDotted) return null;
  const isJsonText = text !== null && /^\s*[[{]/.test(text);
  if (!argument.isDotted) {
    return isJsonText ? { kind: "text", text, origin } : { kind: "path", path: text! };
  }
  if (text !== null && !isJsonText) {
    throw new UsageError(
      `--${name} "${text}" is a path: --${name}.KEY can only add to JSON text. Put it into the file`,
    );
  }
  return { kind: "json", value: argument.value(), origin };
}
