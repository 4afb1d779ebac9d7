/** `servesweep help`, and `--help` of every command. */
import { helpText } from "../commands/help.ts";
import { EXIT } from "../lib/errors.ts";
import type { World } from "./world.ts";

/** The topic is the name of a command; null for the list of commands. @returns The exit code that was asked for. */
export async function help(
  { topic, exitCode }: { readonly topic: string | null; readonly exitCode: number },
  { io }: World,
): Promise<number> {
  const text = await helpText(topic);
  if (exitCode === EXIT.ok) io.out(text);
  else io.err(text);
  return exitCode;
}
