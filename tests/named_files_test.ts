/** Files that commands name belong to what was measured. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, cli } from "./harness/cli.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { program, runFiles, serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** A sweep of one combination whose commands name a file each. */
function setUp(workspace: Workspace) {
  const config = workspace.write("cfg.yaml", "max-num-seqs: 8\n");
  const data = workspace.write("d.jsonl", '{"prompt": "a"}\n');
  const options = {
    serveCmd: `${serverCommand()} --config ${config}`,
    benchCmd: `${program("bench.sh")} --dataset-path=${data}`,
    serveParams: "[{}]",
    benchParams: "[{}]",
    numRuns: 1,
  };
  return { config, data, options };
}

Deno.test("a resume with another content of a named file is refused, with flag and file", async () => {
  using workspace = new Workspace();
  const { config, data, options } = setUp(workspace);
  assertCode(await sweep(workspace, options), 0);
  const more = { ...options, numRuns: 2 };
  assertCode(await sweep(workspace, more, "--resume", "--dry-run"), 0);
  workspace.write("cfg.yaml", "max-num-seqs: 256\n");
  workspace.write("d.jsonl", '{"prompt": "b"}\n');
  const refused = await sweep(workspace, more, "--resume");
  assertCode(refused, 2);
  assertStringIncludes(refused.stderr, `serve command: --config ${config} has other content`);
  assertStringIncludes(refused.stderr, `bench command: --dataset-path ${data} has other content`);
  assertEquals(runFiles(workspace).length, 1);
  const kept = await sweep(workspace, more, "--resume", "--resume-changed", "keep");
  assertCode(kept, 0);
  assertEquals(runFiles(workspace).length, 2);
});

Deno.test("a directory from before files were looked at goes on", async () => {
  using workspace = new Workspace();
  const { config, data, options } = setUp(workspace);
  // Without the files their keys are those of earlier versions.
  await Deno.remove(config);
  await Deno.remove(data);
  assertCode(await sweep(workspace, options), 0);
  setUp(workspace);
  const resumed = await sweep(workspace, { ...options, numRuns: 2 }, "--resume");
  assertCode(resumed, 0);
  assertStringIncludes(resumed.stderr, "1 of 2 runs are there already");
});

Deno.test("a file that changes while the sweep runs ends it with its name", async () => {
  using workspace = new Workspace();
  const { data, options } = setUp(workspace);
  const changing = workspace.write(
    "bench.sh",
    `#!/bin/sh\n${program("bench.sh")} "$@" || exit\necho '{"prompt": "b"}' > ${data}\n`,
  );
  await Deno.chmod(changing, 0o755);
  const result = await sweep(workspace, {
    ...options,
    benchCmd: `${changing} --dataset-path=${data}`,
    numRuns: 3,
  });
  assertCode(result, 1);
  assertStringIncludes(result.stderr, `--dataset-path ${data} was changed while the sweep ran`);
  assertEquals(runFiles(workspace).length, 1);
});

Deno.test("a plan is not run with other files than it was made with", async () => {
  using workspace = new Workspace();
  const { config, options } = setUp(workspace);
  const dry = await sweep(workspace, options, "--dry-run", "--json");
  assertCode(dry, 0);
  const plan = JSON.parse(dry.stdout);
  assert(plan.starts[0].files[config].startsWith("sha256:"));
  const file = workspace.write("plan.json", dry.stdout);
  const run = () => cli(["serve", "--plan", file, "-o", workspace.at("results"), "-e", "p"]);
  workspace.write("cfg.yaml", "other\n");
  const refused = await run();
  assertCode(refused, 2);
  assertStringIncludes(
    refused.stderr,
    `--config ${config} is not as it was when the plan was made`,
  );
  workspace.write("cfg.yaml", "max-num-seqs: 8\n");
  assertCode(await run(), 0);
  const [event] = eventsOf(journalLines(workspace, "p"), "combination-started");
  assert(JSON.stringify(event).includes("serveFiles"));
});

Deno.test("a large file counts by size and time, and is not read", async () => {
  using workspace = new Workspace();
  const { options } = setUp(workspace);
  const large = workspace.at("model.gguf");
  await Deno.writeTextFile(large, "");
  await Deno.truncate(large, 50 * 2 ** 30);
  const dry = await sweep(
    workspace,
    { ...options, serveCmd: `${options.serveCmd} -m ${large}` },
    "--dry-run",
    "--json",
  );
  assertCode(dry, 0);
  assert(JSON.parse(dry.stdout).starts[0].files[large].startsWith(`size:${50 * 2 ** 30} mtime:`));
});
