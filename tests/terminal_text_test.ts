/** Text of others on its way to a terminal: whatever a name, a value, a log or a result holds does nothing to it. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertCode, cli } from "./harness/cli.ts";
import { program, serverCommand, sweep, sweepArguments } from "./harness/sweep.ts";
import { TerminalRun } from "./harness/terminal_run.ts";
import { Workspace } from "./harness/workspace.ts";

const EVIL = "\x1b]0;title\x07\x1b[2J\x9b2J\u202e\u2028\x7f\rx";

/** What must not be in any text. */
const ACTING = /(?!\r\n)[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function options(workspace: Workspace) {
  return {
    cwd: workspace.path,
    benchCmd: program("writes_escapes.sh"),
    serveParams: JSON.stringify([{ a: `${EVIL}\nservesweep: fake` }]),
    benchParams: JSON.stringify([{ b: 2, c: EVIL }, { b: 1 }]),
    numRuns: 1,
  };
}

Deno.test("no control character of a name, a value, a log or an error gets into what is shown or exported", async () => {
  using workspace = new Workspace();
  const done = await sweep(workspace, options(workspace));
  assertCode(done, 1);
  const directory = workspace.at("results/sweep");
  for (const path of workspace.files("results/sweep")) assert(!ACTING.test(path), path);
  assert(!done.stderr.includes("\nservesweep: fake"));
  const texts = [done.stdout, done.stderr];
  for (const args of [["status", directory], ["status", "--json", directory]]) {
    const { stdout, stderr } = await cli(args, { cwd: workspace.path });
    texts.push(stdout, stderr);
  }
  for (const format of ["table", "csv", "json", "jsonl", "markdown", "junit", "prometheus"]) {
    const { stdout, stderr } = await cli(["export", directory, "--format", format]);
    const file = workspace.at(`export.${format}`);
    assertCode(await cli(["export", directory, "--format", format, "--output", file]), 0);
    assertEquals(workspace.read(`export.${format}`), stdout);
    if (format === "json") {
      const { combinations } = JSON.parse(stdout);
      assertEquals(combinations[0].serveParams.a, `${EVIL}\nservesweep: fake`);
    }
    texts.push(stdout, stderr);
  }
  texts.push((await cli(["serve", `--${EVIL}`])).stderr, (await cli([EVIL])).stderr);
  texts.push((await sweep(workspace, options(workspace), "--dry-run", "--resume")).stdout);
  texts.push((await cli(["doctor", "--serve-cmd", EVIL])).stdout);
  for (const text of texts) assert(!ACTING.test(text), JSON.stringify(text));
});

Deno.test("on a terminal the output of servers and benchmarks has its colours and no other escape codes", async () => {
  using workspace = new Workspace();
  const args = sweepArguments(workspace, { ...options(workspace), serveCmd: serverCommand() }, [
    "--show-stdout",
  ]);
  const terminal = new TerminalRun(workspace, args, { columns: 100 });
  assertEquals(await terminal.ended(), 1);
  assertStringIncludes(
    terminal.output,
    "Error: \\x1b]0;title\\x07\\x1b[2J\\u009b2J\\u202e\\u007f\rover",
  );
  assertMatch(terminal.output, /benchmark says hello\r\n/);
  // The runtime clears its line before it runs the source.
  // deno-lint-ignore no-control-regex
  const output = terminal.output.replace(/^(\x1b\[\w+)*/, "");
  for (const char of "\x1b\x07\x9b\u202e") assert(!output.includes(char), JSON.stringify(output));
});
