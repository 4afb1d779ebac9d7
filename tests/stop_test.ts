/** Whatever ends a sweep, nothing of it stays behind, and it can go on. Without a terminal: unattended_test.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, spawnCli } from "./harness/cli.ts";
import { finished } from "./harness/deadline.ts";
import { assertNothingLeft } from "./harness/faults.ts";
import { journalLines } from "./harness/journal.ts";
import { eventually, processesWith } from "./harness/process_table.ts";
import { StandingSweep } from "./harness/standing_sweep.ts";
import { program, runFiles, serverCommand, sweep, sweepArguments } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** A benchmark that hangs: the sweep stands still in a known place. */
function hangingBench(workspace: Workspace): string {
  const bench = workspace.write("bench", "#!/bin/sh\ntouch started\nexec sleep 600\n");
  Deno.chmodSync(bench, 0o755);
  return bench;
}

/** The journal's text, or nothing while there is none. */
function journal(workspace: Workspace): string {
  try {
    return workspace.read("results/sweep/journal.jsonl");
  } catch {
    return "";
  }
}

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const) {
  Deno.test(`${signal} stops benchmark and server, says how to go on and ends with ${code}`, async () => {
    using workspace = new Workspace();
    const options = { benchCmd: hangingBench(workspace), cwd: workspace.path, numRuns: 1 };
    const child = spawnCli(sweepArguments(workspace, options, []), options);
    await eventually("run started", () => journal(workspace).includes('"run-started"'));
    const session = /"session":"([^"]+)"/.exec(journal(workspace))![1]!;
    child.kill(signal);
    const { code: actual, stderr } = await finished(child);
    assertEquals(actual, code);
    assertStringIncludes(stderr, "--resume sweep");
    assertEquals(processesWith(session), []);
    assertEquals(runFiles(workspace), []);
    assertStringIncludes(journal(workspace), '"kind":"cancelled"');
  });
}

Deno.test("after SIGKILL of servesweep its server and benchmark are ended by their guards", async () => {
  using workspace = new Workspace();
  const options = { benchCmd: hangingBench(workspace), cwd: workspace.path };
  const child = spawnCli(sweepArguments(workspace, options, []), options);
  await eventually("run started", () => journal(workspace).includes('"run-started"'));
  const session = /"session":"([^"]+)"/.exec(journal(workspace))![1]!;
  child.kill("SIGKILL");
  await finished(child);
  await eventually("no process with our marker", () => processesWith(session).length === 0);
});

Deno.test("a second Ctrl-C kills at once a server that ignores SIGTERM and forks workers", async () => {
  using workspace = new Workspace();
  const serveCmd =
    `sh -c 'trap "" TERM; sleep 600 & ${serverCommand()} & wait; wait; : "$@"' sh --port 1`;
  const url = `http://127.0.0.1:${/--port (\d+)/.exec(serveCmd)![1]}/health`;
  const options = { serveCmd, benchCmd: hangingBench(workspace), cwd: workspace.path };
  const extra = ["--health-url", url, "--stop-timeout", "10m"];
  const child = spawnCli(sweepArguments(workspace, options, extra), options);
  await eventually("run started", () => journal(workspace).includes('"run-started"'));
  child.kill("SIGINT");
  await eventually("run finished", () => journal(workspace).includes('"run-finished"'));
  let isOver = false;
  const output = finished(child).finally(() => isOver = true);
  // One that follows at once may be the first one again, passed on by a parent.
  await eventually("the end", () => {
    try {
      if (!isOver) child.kill("SIGINT");
    } catch {
      // It ended in this moment.
    }
    return isOver;
  });
  assertEquals((await output).code, 130);
  assertNothingLeft(workspace);
  assertStringIncludes(journal(workspace), '"killed":true');
});

Deno.test("an interrupted sweep resumes to the files of an uninterrupted one, each run measured once", async () => {
  using workspace = new Workspace();
  assertCode(await sweep(workspace, { name: "whole" }), 0);
  // The third run kills servesweep in the middle of the benchmark.
  const log = workspace.at("bench.log");
  const bench = workspace.write(
    "bench",
    `#!/bin/sh\nn=$(wc -l <${log})\n[ "$n" -ne 2 ] || [ -e ${workspace.at("killed")} ] || ` +
      `{ touch ${workspace.at("killed")}; kill -s KILL "$(cat ${
        workspace.at("pid")
      })"; sleep 600; }\n` +
      `exec ${program("bench.sh")} "$@"\n`,
  );
  await Deno.chmod(bench, 0o755);
  workspace.write("bench.log", "");
  const options = { benchCmd: bench, serveCmd: serverCommand(), env: { BENCH_LOG: log } };
  const child = spawnCli(sweepArguments(workspace, options, []), options);
  workspace.write("pid", String(child.pid));
  assertEquals((await finished(child)).signal, "SIGKILL");
  const resumed = await sweep(workspace, options, "--resume");
  assertCode(resumed, 0);
  assertStringIncludes(resumed.stderr, "2 of 8 runs are there already");
  assertEquals(workspace.files("results/sweep"), workspace.files("results/whole"));
  assertEquals(workspace.read("bench.log").trim().split("\n").length, 8);
  assertEquals(workspace.read("results/sweep/summary.csv").trim().split("\n").length, 9);
});

Deno.test("resume starts no server for complete combinations, and more --num-runs add runs", async () => {
  using workspace = new Workspace();
  const serveCmd = serverCommand();
  assertCode(await sweep(workspace, { serveCmd, numRuns: 1 }), 0);
  const again = await sweep(workspace, { serveCmd, numRuns: 1 }, "--resume");
  assertCode(again, 0);
  assertEquals(journal(workspace).match(/"server-starting"/g)?.length, 2);
  assertCode(await sweep(workspace, { serveCmd, numRuns: 2 }, "--resume"), 0);
  assertEquals(runFiles(workspace).length, 8);
});

Deno.test("a summary that a crash kept from being written is written by the next resume", async () => {
  using workspace = new Workspace();
  const options = { serveCmd: serverCommand(), serveParams: "[{}]" };
  assertCode(await sweep(workspace, options), 0);
  const path = "results/sweep/BENCH--b=1/summary.json";
  const before = workspace.read(path);
  await Deno.remove(workspace.at(path));
  assertCode(await sweep(workspace, options, "--resume"), 0);
  assertEquals(workspace.read(path), before);
  assertEquals(journal(workspace).match(/"server-starting"/g)?.length, 1);
});

Deno.test("a torn result is set aside and measured again", async () => {
  using workspace = new Workspace();
  const options = { serveCmd: serverCommand(), serveParams: "[{}]", benchParams: "[{}]" };
  assertCode(await sweep(workspace, options), 0);
  workspace.write("results/sweep/run=1.json", `{"completed": 1`);
  const result = await sweep(workspace, options, "--resume");
  assertCode(result, 0);
  assertStringIncludes(result.stderr, "run=1.json does not count");
  assertEquals(workspace.json("results/sweep/run=1.json").completed, 10);
  assertEquals(workspace.read("results/sweep/run=1.unusable.json"), `{"completed": 1`);
});

Deno.test("a directory that vLLM wrote is resumed by its file names", async () => {
  using workspace = new Workspace();
  await Deno.mkdir(workspace.at("results/sweep/SERVE--a=1-BENCH--b=1"), { recursive: true });
  const result =
    `{"num_prompts": 10, "completed": 10, "failed": 0, "run_number": 0, "a": 1, "b": 1}`;
  workspace.write("results/sweep/SERVE--a=1-BENCH--b=1/run=0.json", result);
  const resumed = await sweep(workspace, {}, "--resume");
  assertCode(resumed, 0);
  assertStringIncludes(resumed.stderr, "has no journal");
  assertEquals(workspace.read("results/sweep/SERVE--a=1-BENCH--b=1/run=0.json"), result);
  assertEquals(runFiles(workspace).length, 8);
});

Deno.test("SIGUSR1 lets the current run finish and stops then", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, {});
  await standing.isRunning();
  standing.child.kill("SIGUSR1");
  standing.release();
  const { code, stderr } = await standing.ended();
  assertEquals(code, 138);
  assertStringIncludes(stderr, "--resume sweep");
  assertEquals(runFiles(workspace).length, 1);
  assertNothingLeft(workspace);
});

Deno.test("a sweep longer than --sweep-timeout is stopped with 5, what was measured is kept", async () => {
  using workspace = new Workspace();
  const bench = workspace.write(
    "bench",
    `#!/bin/sh\ncase "$*" in *run=1.json*) exec sleep 600;; esac\nexec ${
      program("bench.sh")
    } "$@"\n`,
  );
  await Deno.chmod(bench, 0o755);
  const sets = { serveParams: "[{}]", benchParams: "[{}]", serveCmd: serverCommand() };
  const options = { ...sets, benchCmd: bench };
  assertCode(await sweep(workspace, { ...options, numRuns: 1 }), 0);
  const result = await sweep(workspace, options, "--resume", "--sweep-timeout", "1s");
  assertCode(result, 5);
  assertStringIncludes(result.stderr, "took longer than 1 s (--sweep-timeout)");
  assertStringIncludes(result.stderr, "--resume sweep");
  assertEquals(runFiles(workspace), ["run=0.json"]);
  const [last] = journalLines(workspace).slice(-1);
  assertEquals([last!.type, last!.exitCode], ["sweep-finished", 5]);
  assertStringIncludes(last!.reason!, "--sweep-timeout");
  assertNothingLeft(workspace);
});
