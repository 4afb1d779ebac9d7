/** servesweep: finds out how an LLM inference server performs under many settings. */
import { runCommand } from "./src/app/run_command.ts";
import { ServesweepError } from "./src/lib/errors.ts";
import { Signals } from "./src/terminal/signals.ts";
import { terminal } from "./src/terminal/terminal.ts";

try {
  Deno.exitCode = await runCommand({ argv: Deno.args, io: terminal, signals: new Signals() });
} catch (error) {
  const isForUser = error instanceof ServesweepError;
  const { maskText } = await import("./src/secrets/mod.ts");
  const show = (text: string) => terminal.err(`${maskText(text)}\n`);
  show(isForUser ? error.shown : "servesweep: unexpected error");
  if (!isForUser || Deno.args.includes("--debug")) show(`${(error as Error)?.stack ?? error}`);
  Deno.exitCode = isForUser ? error.exitCode : 1;
}
