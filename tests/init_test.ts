/** The example that `servesweep init` writes, used as it is written. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { quoteWords } from "../src/spec/shell_words.ts";
import { assertCode, cli, type CliResult, servesweep } from "./harness/cli.ts";
import { run } from "./harness/deadline.ts";
import { skipUnless } from "./harness/skip.ts";
import { runFiles } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

const FILES = [
  ".github/workflows/servesweep-dry-run.yml",
  "bench.jsonc",
  "crontab.example",
  "serve.jsonc",
  "servesweep.service",
  "servesweep.timer",
  "sweep.sh",
];

/** A directory whose `bin` has a `servesweep`, and a PATH with it. */
async function prepare(): Promise<{ workspace: Workspace; path: string }> {
  const workspace = new Workspace();
  await Deno.mkdir(workspace.at("bin"));
  const shim = workspace.write(
    "bin/servesweep",
    `#!/bin/sh\nexec ${quoteWords(servesweep())} "$@"\n`,
  );
  await Deno.chmod(shim, 0o755);
  return { workspace, path: `${workspace.at("bin")}:${Deno.env.get("PATH")}` };
}

async function shell(text: string, cwd: string, env: Record<string, string>): Promise<CliResult> {
  return await run("sh", ["-c", text], {
    cwd,
    env: { HOME: Deno.env.get("HOME") ?? "/", DENO_NO_UPDATE_CHECK: "1", ...env },
    clearEnv: true,
  });
}

Deno.test("the example with the simulated server runs as it is written, by hand, by cron and in CI", async () => {
  const { workspace, path } = await prepare();
  using _ = workspace;
  const env = { PATH: path };
  const written = await cli(["init", "my sweeps 100%", "--server", "sim"], {
    cwd: workspace.path,
    env,
  });
  assertCode(written, 0);
  assertEquals(workspace.files("my sweeps 100%"), FILES);
  const at = workspace.at("my sweeps 100%");

  const dryRun = /^What would run:\n {2}(.*)$/m.exec(written.stdout)![1]!;
  const planned = await shell(dryRun, workspace.path, env);
  assertCode(planned, 0);
  assertStringIncludes(planned.stdout, "Total: 2 server starts, 4 combinations, 12 runs\n");
  assertEquals(workspace.files("my sweeps 100%"), FILES);

  const job = /^ {6}- run: (.*)$/m.exec(workspace.read("my sweeps 100%", FILES[0]!))![1]!;
  assertEquals((await shell(job, at, env)).stdout, planned.stdout);

  const looked = await shell("./sweep.sh doctor", at, env);
  assertCode(looked, 0);
  assertStringIncludes(looked.stdout, "12 runs into");

  const measured = await shell("NAME=night ./sweep.sh --num-runs 1", at, env);
  assertCode(measured, 0);
  assertEquals(runFiles(workspace, "../my sweeps 100%/results/night").length, 4);

  // cron has a short PATH, and takes the backslash from before a percent sign.
  const line = workspace.read("my sweeps 100%/crontab.example").trimEnd().split("\n").at(-1)!;
  const command = line.split(" ").slice(5).join(" ").replaceAll("\\%", "%");
  const lock = workspace.at("box-lock");
  const byCron = await shell(`${command} --num-runs 1`, "/", {
    PATH: "/usr/bin:/bin",
    NAME: "night",
    SERVESWEEP_BOX_LOCK: lock,
  });
  assertCode(byCron, 0);
  // Nothing was left to measure, and that is all that cron mails.
  assertEquals(byCron.stdout, measured.stdout);
  assertEquals(byCron.stderr, "Results: results/night\n");
});

for (
  const args of [
    ["--server", "vllm", "--model", "org/it's a model"],
    ["--server", "sglang"],
    ["--server", "llama.cpp"],
    ["--server", "trtllm"],
    ["--server", "lmdeploy"],
    ["--serve-cmd", "my-server --x", "--bench-cmd", "my-bench"],
    ["--serve-cmd", "text-generation-launcher", "--bench-cmd", "vllm bench serve --model m"],
    [
      "--server",
      "vllm",
      "--serve-cmd",
      "docker run i vllm serve m",
      "--bench-cmd",
      "vllm bench serve",
    ],
  ]
) {
  Deno.test(`the example of init ${args.join(" ")} can be planned`, async () => {
    const { workspace, path } = await prepare();
    using _ = workspace;
    const env = { PATH: path };
    assertCode(await cli(["init", ...args], { cwd: workspace.path, env }), 0);
    const planned = await shell("./sweep.sh --dry-run --json", workspace.path, env);
    assertCode(planned, 0);
    const { starts } = JSON.parse(planned.stdout);
    const isKnown = args[0] === "--server";
    assertEquals(starts.length, isKnown ? 2 : 1);
    if (args.includes("--model")) {
      assertEquals(starts[0].argv.slice(0, 3), ["vllm", "serve", "org/it's a model"]);
    }
  });
}

Deno.test("init names every file that is in its way and writes none", async () => {
  using workspace = new Workspace();
  workspace.write("sweep.sh", "mine");
  workspace.write("servesweep.timer", "mine");
  const result = await cli(["init"], { cwd: workspace.path });
  assertCode(result, 2);
  assertStringIncludes(result.stderr, '"sweep.sh", "servesweep.timer"');
  assertEquals(workspace.files(), ["servesweep.timer", "sweep.sh"]);
  assertEquals(workspace.read("sweep.sh"), "mine");
});

Deno.test("init into a file is a mistake in the command line", async () => {
  using workspace = new Workspace();
  workspace.write("sweeps", "mine");
  const result = await cli(["init", "sweeps"], { cwd: workspace.path });
  assertCode(result, 2);
  assertStringIncludes(result.stderr, `into "sweeps": it is a file. Name a directory`);
});

Deno.test("an example that cannot be written to its end leaves nothing", async () => {
  using workspace = new Workspace();
  // The last file cannot be made: its directory is a file.
  workspace.write(".github", "");
  const result = await cli(["init"], { cwd: workspace.path });
  assertCode(result, 6);
  assertStringIncludes(result.stderr, "Nothing of it is left");
  assertEquals(workspace.files(), [".github"]);
});

Deno.test({
  name: "systemd has nothing to say against the service and the timer",
  ignore: skipUnless("systemd-analyze"),
  async fn() {
    const { workspace, path } = await prepare();
    using _ = workspace;
    const directory = workspace.at('a $b 100% "c"');
    assertCode(await cli(["init", directory, "--server", "sim"], { env: { PATH: path } }), 0);
    const units = ["service", "timer"].map((kind) => `${directory}/servesweep.${kind}`);
    const { code, stderr } = await run("systemd-analyze", ["verify", ...units]);
    assertEquals(stderr, "");
    assertEquals(code, 0);
  },
});

Deno.test("init says what is wrong with its command line", async () => {
  using workspace = new Workspace();
  const refused = async (pattern: RegExp, ...args: string[]) => {
    const result = await cli(["init", ...args], { cwd: workspace.path });
    assertCode(result, 2);
    assertMatch(result.stderr, pattern);
  };
  await refused(/--serve-cmd needs --bench-cmd/, "--serve-cmd", "vllm serve m");
  await refused(/--model goes with/, "--model", "m", "--serve-cmd", "a", "--bench-cmd", "b");
  await refused(/one directory/, "a", "b");
  await refused(/never closed/, "--serve-cmd", "'a", "--bench-cmd", "b");
  await refused(/expected vllm, sglang, trtllm, llama.cpp, lmdeploy or sim/, "--server", "tgi");
  assertEquals(workspace.files(), []);
});
