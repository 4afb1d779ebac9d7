/** The completion script of a shell. */
import { bashScript } from "./bash.ts";
import type { CompletedCommand } from "./command_line.ts";
import { fishScript } from "./fish.ts";
import { zshScript } from "./zsh.ts";

/** The text that the shell reads. */
export function completionScript(
  shell: "bash" | "zsh" | "fish",
  commands: readonly CompletedCommand[],
): string {
  const script = { bash: bashScript, zsh: zshScript, fish: fishScript }[shell];
  return script(commands);
}
