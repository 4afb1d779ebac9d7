/** What a sweep does when another one runs: in its directory, or on the machine. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, spawnCli } from "./harness/cli.ts";
import { eventually } from "./harness/process_table.ts";
import { runFiles, serverCommand, sweep, sweepArguments } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** A sweep that stands still in its first run until `release` is there. */
class StandingSweep {
  readonly #workspace: Workspace;
  readonly #child: Deno.ChildProcess;
  readonly env: Record<string, string>;

  constructor(workspace: Workspace, ...extra: string[]) {
    this.#workspace = workspace;
    this.env = { SERVESWEEP_BOX_LOCK: workspace.at("box.lock") };
    const bench = workspace.write(
      "bench",
      `#!/bin/sh\nwhile [ ! -e ${workspace.at("release")} ]; do sleep 0.01; done\n` +
        `exec ${new URL("fixtures/programs/bench.sh", import.meta.url).pathname} "$@"\n`,
    );
    Deno.chmodSync(bench, 0o755);
    this.#child = spawnCli(sweepArguments(workspace, this.#options(bench), extra), this);
  }

  #options(benchCmd: string) {
    return { benchCmd, serveCmd: serverCommand(), numRuns: 1, name: "first" };
  }

  async isRunning(): Promise<void> {
    await eventually("the first sweep runs", () => {
      try {
        return this.#workspace.read("results/first/journal.jsonl").includes('"run-started"');
      } catch {
        return false;
      }
    });
  }

  release(): void {
    this.#workspace.write("release", "");
  }

  async ended(): Promise<number> {
    return (await this.#child.output()).code;
  }
}

Deno.test("--box-lock keeps a second sweep off the machine, also in another directory", async () => {
  using workspace = new Workspace();
  const first = new StandingSweep(workspace, "--box-lock");
  await first.isRunning();
  const options = { env: first.env };
  const second = await sweep(workspace, options, "--box-lock");
  assertCode(second, 4);
  assertStringIncludes(second.stderr, "another sweep runs on this box: pid ");
  const skipped = await sweep(workspace, options, "--box-lock", "--if-locked", "skip");
  assertCode(skipped, 0);
  assertStringIncludes(skipped.stderr, "Nothing is done");
  assertEquals(workspace.files("results").filter((file) => file.startsWith("sweep")), []);
  first.release();
  assertEquals(await first.ended(), 0);
});

Deno.test("--if-locked wait begins when the other sweep is over", async () => {
  using workspace = new Workspace();
  const first = new StandingSweep(workspace, "--box-lock");
  await first.isRunning();
  const waiting = spawnCli(
    sweepArguments(workspace, { numRuns: 1 }, ["--box-lock", "--if-locked", "wait"]),
    first,
  );
  const reader = waiting.stderr.pipeThrough(new TextDecoderStream()).getReader();
  const said = await reader.read();
  assertStringIncludes(said.value ?? "", "Waiting: another sweep runs on this box");
  first.release();
  assertEquals(await first.ended(), 0);
  while (!(await reader.read()).done);
  const [status] = await Promise.all([waiting.status, waiting.stdout.cancel()]);
  assertEquals(status.code, 0);
  assertEquals(runFiles(workspace).length, 4);
});

Deno.test("a signal ends the waiting with its code, and nothing was made", async () => {
  using workspace = new Workspace();
  const first = new StandingSweep(workspace, "--box-lock");
  await first.isRunning();
  const waiting = spawnCli(
    sweepArguments(workspace, {}, ["--box-lock", "--if-locked", "wait"]),
    first,
  );
  const reader = waiting.stderr.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();
  waiting.kill("SIGTERM");
  while (!(await reader.read()).done);
  const [status] = await Promise.all([waiting.status, waiting.stdout.cancel()]);
  assertEquals(status.code, 143);
  assertEquals(workspace.files("results").filter((file) => file.startsWith("sweep")), []);
  first.release();
  assertEquals(await first.ended(), 0);
});

Deno.test("a lock that a dead sweep of another boot left is taken over and named", async () => {
  using workspace = new Workspace();
  const options = { serveCmd: serverCommand(), serveParams: "[{}]", benchParams: "[{}]" };
  assertCode(await sweep(workspace, options), 0);
  const holder = {
    pid: Deno.pid,
    host: "box",
    since: "2026-11-23T22:00:00.000Z",
    command: "servesweep serve -e sweep",
    boot: "00000000-0000-0000-0000-000000000000",
  };
  workspace.write("results/sweep/.lock", JSON.stringify(holder) + "\n");
  const result = await sweep(workspace, options, "--resume");
  assertCode(result, 0);
  assertStringIncludes(result.stderr, "The lock was left by a sweep that died: pid ");
  assertStringIncludes(result.stderr, "2026-11-23T22:00:00.000Z");
});

Deno.test("too little room on the disk ends with 6 before anything is made", async () => {
  using workspace = new Workspace();
  const result = await sweep(workspace, {}, "--min-free", "900TiB");
  assertCode(result, 6);
  assertStringIncludes(result.stderr, "--min-free asks for 900 TiB");
  assertEquals(workspace.files(), []);
});
