/** `servesweep completions`. */
import type { CompletionsCommand } from "../commands/completions.ts";
import { COMMANDS, PROGRAMS } from "../commands/registry.ts";
import { argumentOf, type CompletedCommand } from "../completions/command_line.ts";
import { completionScript } from "../completions/script.ts";
import { EXIT } from "../lib/errors.ts";
import { ASKING } from "../help.ts";
import type { World } from "./world.ts";

/** Prints the script. */
export async function completions({ shell }: CompletionsCommand, { io }: World): Promise<number> {
  io.out(completionScript(shell, await completedCommands()));
  return EXIT.ok;
}

/** Every command of servesweep, the programs with a command line of their own too. */
async function completedCommands(): Promise<CompletedCommand[]> {
  const { SIM_OPTIONS } = await import("../sim/settings/options.ts");
  const { BENCH_OPTIONS } = await import("../bench/options.ts");
  const help = ASKING.filter(({ name }) => name === "help");
  const programs = {
    sim: SIM_OPTIONS.filter(({ name }) => name !== "help"),
    bench: BENCH_OPTIONS.filter(({ name }) => name !== "help"),
  };
  const tables = COMMANDS.map(({ name, aliases = [], summary, options, page }) => ({
    names: [name, ...aliases],
    summary,
    options: [...options, ...ASKING],
    argument: argumentOf(page.usage),
  }));
  const withOwn = Object.entries(PROGRAMS).map(([name, summary]) => ({
    names: [name],
    summary,
    options: [...programs[name as keyof typeof PROGRAMS], ...help],
    argument: null,
  }));
  const all = [...tables, ...withOwn];
  const topics = all.flatMap(({ names }) => names);
  return [
    ...all,
    {
      names: ["help"],
      summary: "The help of a command",
      options: [],
      argument: { kind: "choices", choices: topics },
    },
    { names: ["version"], summary: "The version", options: [], argument: null },
  ];
}
