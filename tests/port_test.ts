/** Ports that a command line leaves open. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode } from "./harness/cli.ts";
import { small } from "./harness/faults.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { program, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("an open port is taken for server and benchmark alike, and the runs are reused after it", async () => {
  using workspace = new Workspace();
  const log = workspace.at("bench.log");
  const options = {
    ...small(workspace),
    serveCmd: `${Deno.execPath()} run -A --no-config ${program("server.ts")} --port auto`,
    benchCmd: `${program("bench.sh")} --port auto`,
    env: { BENCH_LOG: log },
  };
  assertCode(await sweep(workspace, options), 0);
  const { argv } = eventsOf(journalLines(workspace), "server-starting")[0]!;
  const port = argv![argv!.indexOf("--port") + 1];
  assertEquals(/^\d+$/.test(port!), true, port);
  assertStringIncludes(workspace.read("bench.log"), `--port ${port} `);
  const again = await sweep(workspace, options, "--resume");
  assertCode(again, 0);
  assertStringIncludes(again.stderr, "2 of 2 runs are there already");
});
