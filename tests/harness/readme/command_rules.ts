/** Whether the commands of a README exist. */
import type { Option } from "../../../src/cli/option.ts";
import { shellWords } from "../../../src/spec/shell_words.ts";
import { type ShownCommand, shownCommands } from "./commands.ts";
import type { Problem } from "./problem.ts";

/** The commands of servesweep with their options; null for a command without. */
export type CommandTable = Readonly<Record<string, readonly Option[] | null>>;

/** Options whose value is a command line of its own. */
const COMMAND_OPTIONS = ["--serve-cmd", "--bench-cmd", "--after-bench-cmd"];
/** Options of every command. */
const COMMON = ["help", "version"];

/** Every `servesweep COMMAND --flag` that is shown exists, inside the commands that it is given too. */
export function checkCommands(markdown: string, table: CommandTable): Problem[] {
  return shownCommands(markdown).flatMap((command) =>
    servesweepCalls(command).flatMap((words) => checkCall(words, table))
      .map((problem) => ({ line: command.line, problem }))
  );
}

/** Every `deno task NAME` that is shown exists. */
export function checkTasks(markdown: string, tasks: readonly string[]): Problem[] {
  return markdown.split("\n").flatMap((text, index) =>
    [...text.matchAll(/\bdeno(?:@[\d.]+)? task ([\w:-]+)/g)]
      .filter((match) => !tasks.includes(match[1]!))
      .map((match) => ({ line: index + 1, problem: `deno.json has no task "${match[1]}"` }))
  );
}

/** Every option is mentioned, a boolean one as `--NAME` or `--no-NAME`. */
export function checkMentions(markdown: string, options: readonly Option[]): Problem[] {
  return options.filter(({ name }) => !new RegExp(`--(no-)?${name}(?![\\w-])`).test(markdown))
    .map(({ name }) => ({ line: 1, problem: `--${name} of servesweep serve is not mentioned` }));
}

/** Every option in the first column of a table headed "option" exists. */
export function checkOptionTable(markdown: string, options: readonly Option[]): Problem[] {
  const names = new Map(options.map((option) => [option.name, option]));
  const problems: Problem[] = [];
  let isOptionTable = false;
  for (const [index, text] of markdown.split("\n").entries()) {
    const cell = /^\|([^|]*)/.exec(text)?.[1];
    if (cell === undefined) isOptionTable = false;
    else if (cell.trim() === "option") isOptionTable = true;
    if (!isOptionTable || cell === undefined) continue;
    for (const [, flag] of cell.matchAll(/--([\w-]*\w)/g)) {
      if (COMMON.includes(flag!) || hasOption(names, flag!)) continue;
      problems.push({ line: index + 1, problem: `servesweep serve has no option "--${flag}"` });
    }
  }
  return problems;
}

/** Whether `--FLAG` is an option, or the `--no-` form of a boolean one. */
function hasOption(options: ReadonlyMap<string, Option>, flag: string): boolean {
  return options.has(flag) ||
    (flag.startsWith("no-") && options.get(flag.slice(3))?.kind === "boolean");
}

/** The words after each `servesweep` of a command line, those in its quoted commands included. */
function servesweepCalls({ text }: ShownCommand): string[][] {
  let words: string[];
  try {
    words = shellWords(text, "a command");
  } catch {
    // Prose such as `servesweep's`: no command.
    return [];
  }
  const calls: string[][] = [];
  for (const [index, word] of words.entries()) {
    if (COMMAND_OPTIONS.includes(words[index - 1] ?? "")) {
      calls.push(...servesweepCalls({ text: word, line: 0, isConsole: false }));
    } else if (/(^|\/)servesweep$/.test(word) && isCommandPosition(words.slice(0, index))) {
      const rest = words.slice(index + 1);
      const end = rest.findIndex((word) => /^([|;&]+|\d?>.*|<.*|#.*)$/.test(word));
      calls.push(end < 0 ? rest : rest.slice(0, end));
    }
  }
  return calls;
}

function isCommandPosition(before: readonly string[]): boolean {
  return before.every((word) => /^(\w+=.*|nohup|exec|time|env|sudo)$/.test(word)) ||
    /^([|;&]+|.*;)$/.test(before.at(-1)!);
}

function checkCall(words: readonly string[], table: CommandTable): string[] {
  const [command = "", ...rest] = words;
  if (command === "" || command.startsWith("-") || /^(COMMAND|\.\.\.|…)$/.test(command)) return [];
  if (!Object.hasOwn(table, command)) return [`servesweep has no command "${command}"`];
  const options = table[command];
  const names = new Map((options ?? []).map((option) => [option.name, option]));
  return rest.flatMap((word, index) => {
    if (COMMAND_OPTIONS.includes(rest[index - 1] ?? "")) return [];
    const flag = /^--([\w-]+)/.exec(word)?.[1]?.replaceAll("_", "-");
    if (flag === undefined || COMMON.includes(flag) || hasOption(names, flag)) return [];
    return [`servesweep ${command} has no option "--${flag}"`];
  });
}
