import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, cli, type CliResult, spawnCli } from "./harness/cli.ts";
import { finished } from "./harness/deadline.ts";
import { eventually } from "./harness/process_table.ts";
import { Workspace } from "./harness/workspace.ts";

/** Names of all files of a demo but the logs' contents: what an interruption must not change. */
function filesOf(workspace: Workspace, name: string): string[] {
  return workspace.files(`results/${name}`);
}

Deno.test("the demo measures 18 runs; killed in the middle and resumed it leaves the same files", async () => {
  using workspace = new Workspace();
  const options = { cwd: workspace.path };
  // Most of a demo is waiting for its simulated server: both run at the same time.
  const [result, resumed] = await Promise.all([
    cli(["demo", "-e", "whole"], options),
    killedAndResumed(workspace),
  ]);
  assertCode(result, 0);
  assertEquals(
    filesOf(workspace, "whole").filter((file) => /run=\d+\.json$/.test(file)).length,
    18,
  );
  for (const word of ["tokens/s", "TTFT ms", "TPOT ms", "P99", "spread"]) {
    assertStringIncludes(result.stdout, word);
  }
  const throughput = (name: string): number =>
    workspace.json(`results/whole/SERVE--${name}-BENCH--many-users/run=0.json`).output_throughput;
  assertEquals(throughput("large-batch") > throughput("small-batch"), true);

  assertCode(resumed, 0);
  assertEquals(filesOf(workspace, "killed"), filesOf(workspace, "whole"));
  assertEquals(journal(workspace).match(/"kind":"valid"/g)?.length, 18);
});

/** Kills a demo after five of its runs. @returns The end of its resume. */
async function killedAndResumed(workspace: Workspace): Promise<CliResult> {
  const options = { cwd: workspace.path };
  const child = spawnCli(["demo", "-e", "killed"], options);
  await eventually(
    "five runs",
    () => (journal(workspace).match(/"run-finished"/g)?.length ?? 0) >= 5,
  );
  child.kill("SIGKILL");
  await finished(child);
  return await cli(["demo", "-e", "killed", "--resume"], options);
}

function journal(workspace: Workspace): string {
  try {
    return workspace.read("results/killed/journal.jsonl");
  } catch {
    return "";
  }
}
