/** What a command of servesweep is: what it takes, its help, and how its command line becomes a value. */
import type { HelpPage } from "../cli/help.ts";
import type { Option } from "../cli/option.ts";
import type { OptionValues } from "../cli/read.ts";
import type { Positional } from "../cli/positional.ts";
import type { UsageError } from "../lib/errors.ts";

/** A command. Reader, help text and shell completions follow from it. */
export interface CommandSpec<Value extends { readonly kind: string }> {
  readonly name: Value["kind"];
  readonly options: readonly Option[];
  /** What it takes besides options. @default {[]} */
  readonly positionals?: readonly Positional[];
  /** Its help, but for what follows from the table. */
  readonly page: Pick<HelpPage, "description" | "examples" | "epilog">;
  /**
   * Makes the value that everything later works with.
   *
   * @throws {UsageError} If something on the command line is wrong.
   */
  read(values: OptionValues): Value;
  /** What is written for a mistake, where it stands in for a program whose messages are known. */
  mistakeText?(error: UsageError): string;
}

/** `--debug`, under a heading of the help text. */
export function debugOption(group: string): Option {
  return { name: "debug", kind: "boolean", group, help: "Show the stack trace of an error" };
}
