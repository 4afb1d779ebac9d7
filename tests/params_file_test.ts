/** Parameter files as people have them. */
import { assertStringIncludes } from "@std/assert";
import { assertCode, cli } from "./harness/cli.ts";
import { Workspace } from "./harness/workspace.ts";

const dryRun = (workspace: Workspace, params: string[], input?: string) =>
  cli(
    [
      ...["serve", "--serve-cmd", "vllm serve m", "--bench-cmd", "vllm bench serve --model m"],
      ...["--num-runs", "1", "--dry-run", ...params],
    ],
    {
      cwd: workspace.path,
      ...input === undefined ? {} : { stdinFile: workspace.write("in.json", input) },
    },
  );

Deno.test("bytes that are no UTF-8 are an error with their place", async () => {
  using workspace = new Workspace();
  await Deno.writeFile(
    workspace.at("p.json"),
    new Uint8Array([...new TextEncoder().encode('[{"dtype":\n "h'), 0xe9, 0x22, 0x7d, 0x5d]),
  );
  const result = await dryRun(workspace, ["--serve-params", "p.json"]);
  assertCode(result, 2);
  assertStringIncludes(
    result.stderr,
    'Cannot read serve params "p.json": line 2, column 4: the byte 0xE9 is no UTF-8',
  );
});

Deno.test("- is standard input, for one side", async () => {
  using workspace = new Workspace();
  const sets = '[{"max_num_seqs": 7}]';
  const result = await dryRun(workspace, ["--serve-params", "-"], sets);
  assertCode(result, 0);
  assertStringIncludes(result.stdout, "vllm serve m --max-num-seqs 7");
  const wrong = await dryRun(workspace, ["--bench-params", "-"], "[{]");
  assertCode(wrong, 2);
  assertStringIncludes(wrong.stderr, 'bench params "standard input": line 1, column 3');
  const both = await dryRun(workspace, ["--serve-params", "-", "--bench-params", "-"], sets);
  assertCode(both, 2);
  assertStringIncludes(both.stderr, "from standard input both");
});
