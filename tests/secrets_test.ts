/** Secrets of a whole sweep. Which texts hold one: src/secrets_test.ts. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, type CliResult } from "./harness/cli.ts";
import { small } from "./harness/faults.ts";
import { program, serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** All that servesweep printed, and all that it wrote. Logs of servers and benchmarks are theirs. */
function everything(workspace: Workspace, results: readonly CliResult[]): string[] {
  const files = workspace.files("results").filter((file) => !/(^|\/)logs\//.test(file));
  return [
    ...results.flatMap(({ stdout, stderr }) => [stdout, stderr]),
    ...workspace.files("results"),
    ...files.map((file) => workspace.read("results", file)),
  ];
}

function assertNowhere(secrets: readonly string[], texts: readonly string[]): void {
  assert(texts.some((text) => text.includes("***")));
  for (const secret of secrets) assertEquals(texts.filter((text) => text.includes(secret)), []);
}

Deno.test("a secret is nowhere in what servesweep prints or writes, and a new one measures the same", async () => {
  using workspace = new Workspace();
  const server = serverCommand();
  const first = { key: "sk-first-1234567", token: "hf_first_1234567", password: "first-98765" };
  const second = { key: "sk-second-1234567", token: "hf_second_1234567", password: "second-98765" };
  const run = ({ key, token, password }: typeof first, ...extra: string[]) =>
    sweep(
      workspace,
      {
        ...small(workspace),
        serveCmd: `${server} --auth-token ${token}`,
        // The copy is of a lock that is held, with the command line in it.
        benchCmd: `${program("copies_the_lock.sh")} --dataset https://user:${password}@127.0.0.1/x`,
        serveParams: JSON.stringify([{ api_key: [key], _env: { WANDB_API_KEY: `w-${token}` } }]),
      },
      ...["--env", `HF_TOKEN=${token}`, ...extra],
    );
  const done = await run(first);
  assertCode(done, 0);
  const again = await run(second, "--resume");
  assertCode(again, 0);
  assertStringIncludes(again.stderr, "2 of 2 runs are there already");
  const dry = await run(first, "--resume", "--dry-run", "--json");
  assertCode(dry, 0);
  const texts = everything(workspace, [done, again, dry]);
  assertNowhere([...Object.values(first), ...Object.values(second)], texts);
});

Deno.test("a secret that a benchmark prints and fails with is in its own log only", async () => {
  using workspace = new Workspace();
  const key = "of no known form 1";
  const options = { ...small(workspace), benchCmd: program("prints_its_key.sh") };
  const result = await sweep(workspace, options, "--env", `OPENAI_API_KEY=${key}`);
  assertCode(result, 1);
  assertStringIncludes(workspace.read("results/sweep/logs/run=0.log"), key);
  assertEquals(workspace.json("results/sweep/run=0.failed.json").log_tail, ["the key is ***"]);
  assertStringIncludes(result.stderr, "| the key is ***");
  assertNowhere([key], everything(workspace, [result]));
});

Deno.test("a run is found again where a secret is a part of the name of its directory", async () => {
  using workspace = new Workspace();
  const serveCmd = `${serverCommand()} --api-key random`;
  const options = { ...small(workspace), serveCmd, benchParams: `[{"random_input_len": 128}]` };
  assertCode(await sweep(workspace, options), 0);
  const changed = { ...options, benchCmd: `${program("bench.sh")} --seed 1` };
  const refused = await sweep(workspace, changed, "--resume");
  assertCode(refused, 2);
  assertStringIncludes(refused.stderr, "bench command: --seed 1 added");
});

Deno.test("what a sweep with secrets writes is read by its owner alone; what its programs write is theirs", async () => {
  const modes = async (...extra: string[]) => {
    const workspace = new Workspace();
    const before = Deno.umask(0o022);
    try {
      const options = { ...small(workspace), benchCmd: program("prints_its_umask.sh") };
      assertCode(await sweep(workspace, options, ...extra), 0);
    } finally {
      Deno.umask(before);
    }
    assertStringIncludes(workspace.read("results/sweep/logs/run=0.log"), "umask is 0022");
    const mode = (path: string) => Deno.statSync(workspace.at(path)).mode! & 0o777;
    // The lock is there before, and has no secret in it.
    const names = workspace.files("results/sweep").filter((file) => file !== ".lock");
    const files = names.map((file) => mode(`results/sweep/${file}`));
    const found = { parent: mode("results"), root: mode("results/sweep"), files: new Set(files) };
    workspace[Symbol.dispose]();
    return found;
  };
  const hidden = await modes("--env", "HF_TOKEN=abcdef123456");
  assertEquals([hidden.parent, hidden.root], [0o755, 0o700]);
  assertEquals(hidden.files, new Set([0o600]));
  assertEquals(await modes(), { parent: 0o755, root: 0o755, files: new Set([0o644]) });
});
