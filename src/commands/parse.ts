/** The command line as a value: everything later works with this and never sees an argument again. */
import { findWord, readOptions } from "../cli/read.ts";
import { closestName } from "../cli/suggest.ts";
import { EXIT, MistakenCommand, UsageError } from "../lib/errors.ts";
import type { CommandSpec } from "./command.ts";
import { foreignCommand } from "./foreign_command.ts";
import { COMMANDS, type CommandValue, findCommand } from "./registry.ts";

/** What one command line asks for. */
export type Command =
  /** The topic is the name of a command; null for the list of commands. */
  | { readonly kind: "help"; readonly topic: string | null; readonly exitCode: number }
  | { readonly kind: "version" }
  | CommandValue;

/**
 * Reads a command line. Of the tables only that of its command is loaded.
 *
 * @throws {UsageError} If anything on it is wrong.
 */
export async function parseCommand(argv: readonly string[]): Promise<Command> {
  const asked = commandOf(argv);
  return "kind" in asked ? asked : readCommand(asked.words, await findCommand(asked.name)!.load());
}

/**
 * The command that a command line names, with the words behind it, or what needs no table.
 *
 * @throws {UsageError} If it names none.
 */
export function commandOf(
  argv: readonly string[],
): { readonly name: CommandValue["kind"]; readonly words: readonly string[] } | Command {
  const [word, ...words] = argv;
  switch (word) {
    case undefined:
      return { kind: "help", topic: null, exitCode: EXIT.usage };
    case "-h":
    case "--help":
      return { kind: "help", topic: null, exitCode: EXIT.ok };
    case "help": {
      const topic = words.find((word) => word !== "help");
      return topic === undefined
        ? { kind: "help", topic: null, exitCode: EXIT.ok }
        : commandOf([topic, "--help"]);
    }
    case "-V":
    case "--version":
    case "version":
      return { kind: "version" };
  }
  // Our own load generator has no sweeps.
  const entry = word === "bench" && words[0] === "sweep" ? null : findCommand(word);
  if (entry === null) throw unknownCommand(word, words);
  return { name: entry.name, words };
}

/**
 * Reads the words behind the name of a command.
 *
 * @throws {UsageError} If anything is wrong with them.
 */
export function readCommand(
  words: readonly string[],
  { name, options, positionals, read, mistakeText }: CommandSpec<CommandValue>,
): Command {
  // Help and version win over whatever is missing or wrong, but not over the value of an option.
  const word = findWord(words, options, ["-h", "--help", "--version"]);
  if (word === "--version") return { kind: "version" };
  if (word !== null) return { kind: "help", topic: name, exitCode: EXIT.ok };
  try {
    return read(readOptions(words, options, `servesweep ${name}`, positionals));
  } catch (error) {
    if (mistakeText === undefined || !(error instanceof UsageError)) throw error;
    throw new MistakenCommand(error.message, mistakeText(error), { cause: error });
  }
}

function unknownCommand(name: string, words: readonly string[]): UsageError {
  if (name.startsWith("-")) {
    return new UsageError(
      `Unexpected "${name}" before the command: options follow it, as in servesweep serve ${name}`,
    );
  }
  const foreign = foreignCommand([name, ...words]);
  if (foreign !== null) return new UsageError(foreign);
  const near = closestName(name, [...COMMANDS.map(({ name }) => name), "help", "version"]);
  const hint = near === null ? "" : `, did you mean ${near}?`;
  return new UsageError(`Unknown command "${name}"${hint}; see servesweep --help`);
}
