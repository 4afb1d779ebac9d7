/** Commands that cannot be what somebody meant: named before anything is started. */
import { assert, assertStringIncludes } from "@std/assert";
import { assertCode, cli } from "./harness/cli.ts";
import { Workspace } from "./harness/workspace.ts";

const BENCH = ["--bench-cmd", "vllm bench serve --model m"];

async function refused(args: string[], ...messages: string[]): Promise<string> {
  using workspace = new Workspace();
  const result = await cli(["serve", ...args, "-o", workspace.at("o")], { cwd: workspace.path });
  assertCode(result, 2);
  for (const message of messages) assertStringIncludes(result.stderr, message);
  assert(!result.stderr.includes("caches"), result.stderr);
  return result.stderr;
}

Deno.test("what only a shell reads is an error of the dry run already", async () => {
  const serve = ["--serve-cmd", "vllm serve m", ...BENCH, "--dry-run"];
  await refused([...serve, "--serve-cmd", "vllm serve $M"], '--serve-cmd has "$M"', "--env M=");
  await refused([...serve, "--bench-cmd", "vllm bench serve | tee x"], '--bench-cmd has "|"');
  await refused([...serve, "--after-bench-cmd", "curl x > y"], '--after-bench-cmd has ">"');
});

Deno.test("a program that is not there is told before its caches are asked about", async () => {
  const word = "it holds blanks, so the whole command is one word";
  await refused(["--serve-cmd", '"vllm serve m"', ...BENCH, "--dry-run"], word);
  await refused(
    ["--serve-cmd", "no-such-server --port 1", ...BENCH],
    '"no-such-server" is not on PATH',
  );
});

Deno.test("a command longer than the kernel takes is an error that names the argument", async () => {
  const serve = ["--serve-cmd", "vllm serve m", ...BENCH, "--dry-run"];
  // With the NUL behind it the longest that there may be.
  const long = "x".repeat(128 * 1024 - 1);
  using workspace = new Workspace();
  const value = workspace.write("long.json", JSON.stringify([{ prompt: `${long}x` }]));
  await refused([...serve, "--bench-params", value], "the value of --prompt has", "128 KiB");
  const inEnv = workspace.write("env.json", JSON.stringify([{ _env: { LONG: `${long}x` } }]));
  await refused([...serve, "--serve-params", inEnv], "the variable LONG has");
  const many = workspace.write(
    "many.json",
    JSON.stringify([Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`a${i}`, long]))]),
  );
  await refused([...serve, "--serve-params", many], "it and its environment have", "ulimit -s");
  const fits = workspace.write("fits.json", JSON.stringify([{ prompt: long }]));
  assertCode(await cli(["serve", ...serve, "--bench-params", fits]), 0);
});
