/**
 * Checks README.md against the program: tasks, commands, options and links exist, every option of `servesweep serve`
 * is explained, and the dry runs that are shown work. Part of `deno task ok`.
 */
import { selfCommand } from "../src/app/self.ts";
import { BENCH_OPTIONS } from "../src/bench/options.ts";
import { COMMANDS } from "../src/commands/registry.ts";
import { SERVE } from "../src/commands/serve.ts";
import { SIM_OPTIONS } from "../src/sim/settings/options.ts";
import { print } from "./print.ts";
import {
  checkCommands,
  checkMentions,
  checkOptionTable,
  checkTasks,
  type CommandTable,
} from "./readme/command_rules.ts";
import { checkDryRuns } from "./readme/dry_runs.ts";
import { checkLinks } from "./readme/link_rules.ts";
import { ROOT } from "./std.ts";

/** Every command with its options. */
const TABLE: CommandTable = {
  help: null,
  version: null,
  sim: SIM_OPTIONS,
  bench: BENCH_OPTIONS,
  ...Object.fromEntries(
    COMMANDS.flatMap(({ name, aliases = [], options }) =>
      [name, ...aliases].map((spelling) => [spelling, options])
    ),
  ),
};

if (import.meta.main) {
  const markdown = await Deno.readTextFile(`${ROOT}/README.md`);
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}/deno.json`));
  const problems = [
    ...checkTasks(markdown, Object.keys(tasks)),
    ...checkCommands(markdown, TABLE),
    ...checkMentions(markdown, SERVE.options),
    ...checkOptionTable(markdown, SERVE.options),
    ...checkLinks(markdown, ROOT),
    ...await checkDryRuns(markdown, selfCommand()),
  ].sort((a, b) => a.line - b.line);
  for (const { line, problem } of problems) print(`README.md:${line}: ${problem}`);
  if (problems.length > 0) Deno.exitCode = 1;
}
