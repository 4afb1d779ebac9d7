/** servesweep: finds out how an LLM inference server performs under many settings. */
import { runCommand } from "./src/app.ts";
import { ServesweepError } from "./src/errors.ts";
import { Signals } from "./src/signals.ts";
import { printable, terminal } from "./src/terminal.ts";

try {
  Deno.exitCode = await runCommand(Deno.args, terminal, new Signals());
} catch (error) {
  const isForUser = error instanceof ServesweepError;
  terminal.err(`servesweep: ${isForUser ? printable(error.message) : "unexpected error"}\n`);
  if (!isForUser || Deno.args.includes("--debug")) {
    terminal.err(`${(error as Error)?.stack ?? error}\n`);
  }
  Deno.exitCode = isForUser ? error.exitCode : 1;
}
