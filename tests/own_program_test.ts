/** The executable under any file name is still servesweep, with its server and its load generator. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, servesweep } from "./harness/cli.ts";
import { run } from "./harness/deadline.ts";
import { Workspace } from "./harness/workspace.ts";

/** A copy of the executable with the name `x1`; from the source, of the script that starts it. */
function copyOf(workspace: Workspace): string {
  const [program] = servesweep();
  const copy = workspace.at("x1");
  Deno.copyFileSync(program!, copy);
  if (Deno.statSync(copy).size < 10_000) {
    const script = Deno.readTextFileSync(copy);
    Deno.writeTextFileSync(copy, script.replace(/(SERVESWEEP_SELF=)"[^"]*"/, `$1"${copy}"`));
  }
  Deno.chmodSync(copy, 0o755);
  return copy;
}

function start(program: string, args: readonly string[], workspace: Workspace) {
  return run(program, args, {
    cwd: workspace.path,
    env: { NO_COLOR: "1", SERVESWEEP_HISTORY: "" },
  });
}

Deno.test("a copy with another name runs the demo", async () => {
  using workspace = new Workspace();
  const copy = copyOf(workspace);
  const planned = await start(copy, ["demo", "--dry-run"], workspace);
  assertCode(planned, 0);
  assertStringIncludes(planned.stdout, `${copy} sim demo-model --port auto`);
});

Deno.test("a copy and a link to it are the built-in server and load generator in any command", async () => {
  using workspace = new Workspace();
  const copy = copyOf(workspace);
  await Deno.symlink("x1", workspace.at("y2"));
  // Port, reset of the caches and version are those of the built-in programs.
  const result = await start(copy, [
    ...["serve", "--serve-cmd", "env ./y2 sim m", "--num-runs", "1", "--min-free", "16MiB"],
    ...["--bench-cmd", "./x1 bench --model m --num-prompts 2 --random-input-len 8 --ignore-eos"],
    ...["-e", "a"],
  ], workspace);
  assertCode(result, 0);
  const journal = workspace.read("results/a/journal.jsonl");
  assertStringIncludes(journal, `"type":"after-run-finished"`);
  const plan = workspace.json("results/a/plan.json");
  assertEquals(plan.starts[0].server, "sim");
});
