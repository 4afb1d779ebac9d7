/** `servesweep completions`. */
import type { CompletionsCommand } from "../commands/completions.ts";
import { ASKING } from "../commands/help.ts";
import { COMMANDS } from "../commands/registry.ts";
import { argumentOf, type CompletedCommand } from "../completions/command_line.ts";
import { completionScript } from "../completions/script.ts";
import { EXIT } from "../lib/errors.ts";
import type { World } from "./world.ts";

/** Prints the script. */
export async function completions({ shell }: CompletionsCommand, { io }: World): Promise<number> {
  io.out(completionScript(shell, await completedCommands()));
  return EXIT.ok;
}

/** Every command, by its table. */
async function completedCommands(): Promise<CompletedCommand[]> {
  const commands = await Promise.all(COMMANDS.map(async (entry): Promise<CompletedCommand> => {
    const { options, positionals: [argument] = [] } = await entry.load();
    return {
      names: [entry.name, ...entry.aliases ?? []],
      summary: entry.summary,
      options: [...options, ...ASKING],
      argument: argument === undefined ? null : argumentOf(argument),
    };
  }));
  const topics = commands.flatMap(({ names }) => names);
  return [
    ...commands,
    {
      names: ["help"],
      summary: "The help of a command",
      options: [],
      argument: { kind: "choices", choices: topics },
    },
    { names: ["version"], summary: "The version", options: [], argument: null },
  ];
}
