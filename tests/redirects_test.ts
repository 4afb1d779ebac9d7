/** A server that redirects: what it would lead to is not the server that is measured. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode } from "./harness/cli.ts";
import { small } from "./harness/faults.ts";
import { program, serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("no question and no cache reset follows a redirect to another server", async () => {
  using workspace = new Workspace();
  const asked: string[] = [];
  await using other = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      asked.push(`${request.method} ${new URL(request.url).pathname}`);
      return Response.json({ version: "of another server", data: [] });
    },
  );
  // vLLM by its name, for there is a reset then.
  const fixture = serverCommand("redirects.ts");
  const vllm = workspace.write(
    "vllm",
    `#!/bin/sh\nshift 2\nexec ${
      fixture.replace(/ --port \d+$/, "")
    } --elsewhere http://127.0.0.1:${other.addr.port} "$@"\n`,
  );
  await Deno.chmod(vllm, 0o755);
  const port = fixture.split(" ").at(-1);
  const result = await sweep(
    workspace,
    {
      ...small(workspace),
      serveCmd: `${vllm} serve m --port ${port}`,
      benchCmd: `${program("bench.sh")} --port ${port}`,
      noCacheReset: false,
      numRuns: 1,
    },
    "--retries",
    "0",
  );
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "gave HTTP status 307");
  assertEquals(asked, []);
});

Deno.test("a health URL that redirects is not ready, and the message says so", async () => {
  using workspace = new Workspace();
  const fixture = serverCommand("redirects.ts");
  const port = fixture.split(" ").at(-1);
  const result = await sweep(
    workspace,
    {
      ...small(workspace),
      serveCmd: `${
        fixture.replace(/ --port \d+$/, "")
      } --elsewhere http://127.0.0.1:1 --port ${port}`,
      numRuns: 1,
    },
    "--health-url",
    `http://127.0.0.1:${port}/ready`,
    "--server-ready-timeout",
    "1s",
  );
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "HTTP status 307, a redirect, which is not followed");
});
