/** The command line as a value: everything later works with this and never sees an argument again. */
import { findWord, readOptions } from "./cli/read.ts";
import { closestName } from "./cli/suggest.ts";
import { COMMANDS, type CommandValue, findCommand, PROGRAMS } from "./commands/registry.ts";
import { EXIT, UsageError } from "./lib/errors.ts";

/** What one command line asks for. */
export type Command =
  /** The topic is the name of a command; null for the list of commands. */
  | { readonly kind: "help"; readonly topic: string | null; readonly exitCode: number }
  | { readonly kind: "version" }
  | { readonly kind: keyof typeof PROGRAMS; readonly args: readonly string[] }
  | CommandValue;

/**
 * Reads a command line.
 *
 * @throws {UsageError} If anything on it is wrong.
 */
export function parseCommand(argv: readonly string[]): Command {
  const [name, ...rest] = argv;
  switch (name) {
    case undefined:
      return { kind: "help", topic: null, exitCode: EXIT.usage };
    case "-h":
    case "--help":
      return { kind: "help", topic: null, exitCode: EXIT.ok };
    case "help": {
      const topic = rest.find((word) => word !== "help");
      return topic === undefined
        ? { kind: "help", topic: null, exitCode: EXIT.ok }
        : parseCommand([topic, "--help"]);
    }
    case "-V":
    case "--version":
    case "version":
      return { kind: "version" };
    case "sim":
    case "bench":
      return { kind: name, args: rest };
  }
  const spec = findCommand(name);
  if (spec === null) throw unknownCommand(name);
  // Help and version win over whatever is missing or wrong, but not over the value of an option.
  const word = findWord(rest, spec.options, ["-h", "--help", "--version"]);
  if (word === "--version") return { kind: "version" };
  if (word !== null) return { kind: "help", topic: spec.name, exitCode: EXIT.ok };
  return spec.read(readOptions(rest, spec.options, `servesweep ${spec.name}`));
}

function unknownCommand(name: string): UsageError {
  if (name.startsWith("-")) {
    return new UsageError(
      `Unexpected "${name}" before the command: options follow it, as in servesweep serve ${name}`,
    );
  }
  const known = [...COMMANDS.map(({ name }) => name), ...Object.keys(PROGRAMS), "help", "version"];
  const near = closestName(name, known);
  const hint = near === null ? "" : `, did you mean ${near}?`;
  return new UsageError(`Unknown command "${name}"${hint}; see servesweep --help`);
}
