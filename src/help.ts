/** The help texts of the commands. */
import { renderHelp } from "./cli/help.ts";
import type { Option } from "./cli/option.ts";
import { COMMANDS, findCommand, PROGRAMS } from "./commands/registry.ts";

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
export function helpText(topic: string | null): string {
  if (topic === null) return overview();
  const spec = findCommand(topic);
  if (spec === null) throw new RangeError(`No command is called "${topic}"`);
  return renderHelp({ ...spec.page, options: [...spec.options, ...ASKING] });
}

function overview(): string {
  const entries = [
    ...COMMANDS.map(({ name, summary }) => [name, summary] as const),
    ...Object.entries(PROGRAMS),
    ["help", "The help of a command: servesweep help serve"],
    ["version", "The version"],
  ];
  const width = Math.max(...entries.map(([name]) => name!.length));
  return `Usage: servesweep COMMAND [options]

Finds out how an LLM inference server performs under many settings.

Commands:
${entries.map(([name, summary]) => `  ${name!.padEnd(width)}  ${summary}\n`).join("")}
Try it:
  servesweep demo
  servesweep serve --help
`;
}
