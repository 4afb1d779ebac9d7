/**
 * Checks README.md against the program: tasks, commands, options and links exist, every option of `servesweep serve`
 * is explained, and the dry runs that are shown work. Part of `deno task ok`.
 */
import type { Option } from "../src/cli/option.ts";
import { selfCommand } from "../src/app/self.ts";
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

/** File and exported name of each command's options. */
const OPTION_FILES: Readonly<Record<string, readonly [file: string, name: string]>> = {
  serve: ["src/serve_options.ts", "SERVE_OPTIONS"],
  demo: ["src/demo_options.ts", "DEMO_OPTIONS"],
  sim: ["src/sim/settings/options.ts", "SIM_OPTIONS"],
  bench: ["src/bench/options.ts", "BENCH_OPTIONS"],
};

async function commandTable(): Promise<CommandTable> {
  const table: Record<string, readonly Option[] | null> = { help: null, version: null };
  for (const [command, [file, name]] of Object.entries(OPTION_FILES)) {
    const module: Record<string, unknown> = await import(`${ROOT}/${file}`);
    if (!Array.isArray(module[name])) throw new TypeError(`"${file}" exports no ${name}`);
    table[command] = module[name];
  }
  return table;
}

if (import.meta.main) {
  const markdown = await Deno.readTextFile(`${ROOT}/README.md`);
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}/deno.json`));
  const table = await commandTable();
  const problems = [
    ...checkTasks(markdown, Object.keys(tasks)),
    ...checkCommands(markdown, table),
    ...checkMentions(markdown, table.serve ?? []),
    ...checkOptionTable(markdown, table.serve ?? []),
    ...checkLinks(markdown, ROOT),
    ...await checkDryRuns(markdown, selfCommand()),
  ].sort((a, b) => a.line - b.line);
  for (const { line, problem } of problems) print(`README.md:${line}: ${problem}`);
  if (problems.length > 0) Deno.exitCode = 1;
}
