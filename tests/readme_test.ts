/** README.md against the program. */
import { assertEquals } from "@std/assert";
import { selfCommand } from "../src/sweep/own_program.ts";
import { COMMANDS } from "../src/commands/registry.ts";
import { SERVE } from "../src/commands/serve.ts";
import { ROOT } from "../scripts/std.ts";
import {
  checkCommands,
  checkMentions,
  checkOptionTable,
  checkTasks,
  type CommandTable,
} from "./harness/readme/command_rules.ts";
import { checkDryRuns } from "./harness/readme/dry_runs.ts";
import { checkLinks } from "./harness/readme/link_rules.ts";
import type { Problem } from "./harness/readme/problem.ts";

const README = Deno.readTextFileSync(`${ROOT}/README.md`);

/** Every command with its options. */
async function commandTable(): Promise<CommandTable> {
  const entries = await Promise.all(COMMANDS.map(async ({ name, aliases = [], load }) => {
    const { options } = await load();
    return [name, ...aliases].map((spelling) => [spelling, options] as const);
  }));
  return { help: null, version: null, ...Object.fromEntries(entries.flat()) };
}

function assertNone(problems: readonly Problem[]): void {
  assertEquals(problems.map(({ line, problem }) => `README.md:${line}: ${problem}`), []);
}

Deno.test("every task in the README exists", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${ROOT}/deno.json`));
  assertNone(checkTasks(README, Object.keys(tasks)));
});

Deno.test("every command and option in the README exists", async () => {
  assertNone(checkCommands(README, await commandTable()));
  assertNone(checkOptionTable(README, SERVE.options));
});

Deno.test("every option of servesweep serve is in the README", () => {
  assertNone(checkMentions(README, SERVE.options));
});

Deno.test("every file and heading that the README links to exists", () => {
  assertNone(checkLinks(README, ROOT));
});

Deno.test("every dry run in the README works", async () => {
  assertNone(await checkDryRuns(README, selfCommand()));
});
