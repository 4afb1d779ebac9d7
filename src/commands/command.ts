/** What a command of servesweep is: its options, its help, and how its command line becomes a value. */
import type { HelpPage } from "../cli/help.ts";
import type { Option } from "../cli/option.ts";
import type { OptionValues } from "../cli/read.ts";
import { UsageError } from "../lib/errors.ts";

/** A command whose options are read here. */
export interface CommandSpec<Name extends string, Value extends { readonly kind: Name }> {
  readonly name: Name;
  /** Other spellings of the name. */
  readonly aliases?: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  readonly options: readonly Option[];
  /** Its help, but for the options. */
  readonly page: Omit<HelpPage, "options">;
  /**
   * Makes the value that everything later works with.
   *
   * @throws {UsageError} If something on the command line is wrong.
   */
  read(values: OptionValues): Value;
}

/** @throws {UsageError} If a command that takes only options was given something else. */
export function rejectPositionals({ positionals }: OptionValues, command: string): void {
  if (positionals.length === 0) return;
  throw new UsageError(
    `Unexpected argument "${
      positionals[0]
    }": a value with spaces needs quotes; see servesweep ${command} --help`,
  );
}
