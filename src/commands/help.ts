/** The help texts of the commands. */
import { renderHelp, usageText } from "../cli/help.ts";
import type { Option } from "../cli/option.ts";
import type { CommandSpec } from "./command.ts";
import { COMMANDS, type CommandValue, findCommand } from "./registry.ts";

/** What every command takes. They are found before its own options are read. */
export const ASKING: readonly Option[] = [
  { name: "help", short: "h", kind: "boolean", group: "Help", help: "Print this text" },
  { name: "version", kind: "boolean", group: "Help", help: "Print the version" },
];

/**
 * Help of a command, or the list of commands.
 *
 * @throws {RangeError} If there is no such command.
 */
export async function helpText(topic: string | null): Promise<string> {
  if (topic === null) return overview();
  const entry = findCommand(topic);
  if (entry === null) throw new RangeError(`No command is called "${topic}"`);
  return commandHelp(await entry.load());
}

function commandHelp(
  { name, options, positionals = [], page }: CommandSpec<CommandValue>,
): string {
  const usage = usageText(`servesweep ${name}`, options, positionals);
  return renderHelp({ ...page, usage, positionals, options: [...options, ...ASKING] });
}

function overview(): string {
  const entries = [
    ...COMMANDS.map(({ name, summary }) => [name, summary] as const),
    ["help", "The help of a command: servesweep help serve"] as const,
    ["version", "The version"] as const,
  ];
  const width = Math.max(...entries.map(([name]) => name.length));
  return `Usage: servesweep COMMAND [options]

Finds out how an LLM inference server performs under many settings.

Commands:
${entries.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}\n`).join("")}
Try it:
  servesweep demo
  servesweep serve --help
`;
}
