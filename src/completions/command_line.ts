/** What a shell needs to know to complete the command line of servesweep. */
import type { Option } from "../cli/option.ts";
import type { Positional } from "../cli/positional.ts";

/** What stands in the place of a value. */
export type Value =
  /** Nothing that a shell could guess: a number, a name, a command. */
  | { readonly kind: "text" }
  | { readonly kind: "choices"; readonly choices: readonly string[] }
  | { readonly kind: "directory" }
  | { readonly kind: "file" }
  /** A directory under `--output-dir`. */
  | { readonly kind: "experiment" };

/** A command as completion scripts know it. */
export interface CompletedCommand {
  /** Its name, then its other spellings. */
  readonly names: readonly string[];
  readonly summary: string;
  readonly options: readonly Option[];
  /** What its arguments that are no options are; null if it takes none. */
  readonly argument: Value | null;
}

/** Options that name an experiment directory; the second one a new one, too, but with `--resume` one that is there. */
const EXPERIMENT_OPTIONS = ["resume", "experiment-name"];

/** The value of an option; null if it takes none. Which values are paths its placeholder tells. */
export function valueOf({ name, kind, choices, metavar = "" }: Option): Value | null {
  if (kind === "boolean") return null;
  if (choices !== undefined) return { kind: "choices", choices };
  if (EXPERIMENT_OPTIONS.includes(name)) return { kind: "experiment" };
  return placeholderValue(metavar);
}

/** What a command takes besides options. */
export function argumentOf({ name, choices }: Positional): Value {
  return choices === undefined ? placeholderValue(name) : { kind: "choices", choices };
}

/** The options as they are written: `--name`, or the form that changes something. */
export function longName({ name, kind, default: value }: Option): string {
  return kind === "boolean" && value === "true" ? `--no-${name}` : `--${name}`;
}

/** The first sentence of a help text, on one line. */
export function firstSentence(help: string): string {
  return help.replace(/\s+/g, " ").replace(/([.;:]) .*$/, "").replace(/\.$/, "");
}

function placeholderValue(placeholder: string): Value {
  if (/(\b|_)DIR\b/.test(placeholder)) return { kind: "directory" };
  if (/\bFILE\b/.test(placeholder)) return { kind: "file" };
  return { kind: "text" };
}
