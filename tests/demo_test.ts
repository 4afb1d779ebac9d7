import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, cli } from "./harness/cli.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("the demo measures 18 runs of the simulated server and shows that a larger batch serves more", async () => {
  using workspace = new Workspace();
  const result = await cli(["demo", "-e", "demo"], { cwd: workspace.path });
  assertCode(result, 0);
  assertEquals(
    workspace.files("results/demo").filter((file) => /run=\d+\.json$/.test(file)).length,
    18,
  );
  for (const word of ["tokens/s", "TTFT ms", "TPOT ms", "P99", "spread"]) {
    assertStringIncludes(result.stdout, word);
  }
  const throughput = (name: string): number =>
    workspace.json(`results/demo/SERVE--${name}-BENCH--many-users/run=0.json`).output_throughput;
  assertEquals(throughput("large-batch") > throughput("small-batch"), true);
});
