/** What an option of a command is. One table of these drives the reader, the help text and the shell completions. */

/** How the value of an option is read. */
export type OptionKind =
  /** No value; `--no-NAME` turns it off. */
  | "boolean"
  /** Any text, the empty one included. */
  | "string"
  /** With or without a value: `--resume` and `--resume NAME`. A token that starts with `-` is not its value. */
  | "optional-string"
  /** A whole number. */
  | "integer"
  /** A finite number, or `inf`. */
  | "number"
  /** Seconds, or a number with a unit: `90`, `1.5h`, `10m`, `30s`, `250ms`. */
  | "duration"
  /** Bytes, or a number with a unit: `1024`, `500MB`, `2GiB`. */
  | "size"
  /** JSON in any of its argument forms: `--x '{"a": 1}'`, `--x.a 1`, `--x.list+ v`; or a path where the command takes one. */
  | "json";

/** One option of a command. */
export interface Option {
  /** Long name without dashes, words joined by `-`. Underscores on the command line mean the same. */
  readonly name: string;
  /** Short name without the dash: a letter, or several where the program that is stood in for has them (`tp`). */
  readonly short?: string;
  readonly kind: OptionKind;
  /** Placeholder of the value in the help text. */
  readonly metavar?: string;
  /** Value when the option is absent, as text of the command line. Also shown in the help text. */
  readonly default?: string;
  /** One or two sentences. */
  readonly help: string;
  /** Heading in the help text. */
  readonly group: string;
  /** The command cannot go on without it. */
  readonly required?: boolean;
  /** The option with which it is not required. */
  readonly unless?: string;
  /** May be given more than once; every value counts. Otherwise the last one wins, with all its values. */
  readonly repeatable?: boolean;
  /** Takes all words up to the next option, `--goodput ttft:200 tpot:50`; without it exactly one. Only for text. */
  readonly values?: "one-or-more" | "any-number";
  /** Smallest value of an integer, number, duration (in milliseconds) or size (in bytes). */
  readonly min?: number;
  /** Largest value of an integer, number, duration (in milliseconds) or size (in bytes). */
  readonly max?: number;
  /** The only values allowed. */
  readonly choices?: readonly string[];
  /** The help text has its name only: it is taken for scripts that were written for another program. */
  readonly isNameOnly?: boolean;
}
