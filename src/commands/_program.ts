/** Runs a command inside a test: help and mistakes are written as the whole program writes them. */
import { EXIT, UsageError } from "../lib/errors.ts";
import { helpText } from "./help.ts";
import { type Command, parseCommand } from "./parse.ts";

/** Where it writes. */
export interface ProgramOutput {
  out(text: string): void;
  err(text: string): void;
}

/**
 * Reads a command line and does what it asks for.
 *
 * @param act What is done with a command that is neither help nor version.
 * @returns The exit code.
 */
export async function runProgram(
  argv: readonly string[],
  { out, err }: ProgramOutput,
  act: (command: Command) => Promise<number>,
): Promise<number> {
  let command: Command;
  try {
    command = await parseCommand(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err(`${error.shown}\n`);
    return error.exitCode;
  }
  if (command.kind !== "help") return await act(command);
  out(await helpText(command.topic));
  return EXIT.ok;
}
