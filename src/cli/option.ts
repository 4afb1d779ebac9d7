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
  /** One-letter name without the dash. */
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
  /** May be given more than once; every value counts. Otherwise the last one wins. */
  readonly repeatable?: boolean;
  /** Smallest value of an integer, number, duration (in milliseconds) or size (in bytes). */
  readonly min?: number;
  /** Largest value of an integer, number, duration (in milliseconds) or size (in bytes). */
  readonly max?: number;
  /** The only values allowed. */
  readonly choices?: readonly string[];
}
