/** Sweeps that nobody watches: started by nohup, timeout, cron or a service manager, or left by their terminal. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { quoteWords } from "../src/spec/shell_words.ts";
import { servesweep } from "./harness/cli.ts";
import { within } from "./harness/deadline.ts";
import { assertNothingLeft, startedBy } from "./harness/faults.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { eventually, processesWith } from "./harness/process_table.ts";
import { StandingSweep } from "./harness/standing_sweep.ts";
import { program, runFiles, serverCommand, sweepArguments } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("under nohup a sweep survives SIGHUP", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, { prefix: ["nohup"] });
  await standing.isRunning();
  Deno.kill(standing.pid, "SIGHUP");
  standing.release();
  const { code, stderr } = await standing.ended();
  assertEquals(code, 0, stderr);
  assertEquals(runFiles(workspace).length, 4);
});

Deno.test("under timeout a sweep is stopped gently, although it gets the signal twice", async () => {
  using workspace = new Workspace();
  const serveCmd = startedBy("stops_slowly.sh");
  const standing = new StandingSweep(workspace, { prefix: ["timeout", "10m"], serveCmd });
  await standing.isRunning();
  // The time is up: timeout signals its child, then the group that both are in.
  standing.child.kill("SIGALRM");
  const { code, stderr } = await standing.ended();
  assertEquals(code, 124, stderr);
  assertStringIncludes(stderr, "--resume sweep");
  const lines = journalLines(workspace);
  assertEquals(eventsOf(lines, "server-stopped")[0]?.killed, false);
  assertEquals(lines.at(-1)?.exitCode, 143);
  assertNothingLeft(workspace);
});

Deno.test("without a terminal, as under cron, lines carry their time and nothing is coloured", async () => {
  using workspace = new Workspace();
  const prefix = ["setsid", "--wait", "env", "-u", "TERM", "-u", "NO_COLOR"];
  const standing = new StandingSweep(workspace, { prefix });
  standing.release();
  const { code, stderr } = await standing.ended();
  assertEquals(code, 0, stderr);
  assert(!stderr.includes("\x1b"), stderr);
  const lines = stderr.trim().split("\n");
  assert(lines.length > 10);
  const answers = "Highest throughput|Fastest first token|Fastest per token|Best compromise|" +
    "What matters most|How sure";
  const known = new RegExp(
    `^(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ|Server time:|Results:|(${answers}) +) `,
  );
  for (const line of lines) {
    assert(known.test(line), line);
  }
});

Deno.test("a service manager that signals every process at once gets the usual stop", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, {});
  await standing.isRunning();
  const { session } = journalLines(workspace)[0]!;
  for (const pid of [standing.pid, ...processesWith(session!)]) {
    try {
      Deno.kill(pid, "SIGTERM");
    } catch (error) {
      // The benchmark's children come and go.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  const { code, stderr } = await standing.ended();
  assertEquals(code, 143, stderr);
  assertEquals(journalLines(workspace).at(-1)?.exitCode, 143);
  assertEquals(runFiles(workspace), []);
  assertNothingLeft(workspace);
});

Deno.test("SIGTERM with SIGHUP right behind it, as systemd can send them, is one gentle stop", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, { serveCmd: startedBy("stops_slowly.sh") });
  await standing.isRunning();
  standing.child.kill("SIGTERM");
  standing.child.kill("SIGHUP");
  const { code, stderr } = await standing.ended();
  assert([143, 129].includes(code), stderr);
  assertEquals(eventsOf(journalLines(workspace), "server-stopped")[0]?.killed, false);
  assertNothingLeft(workspace);
});

for (const [what, before, code] of [["stops", "", 129], ["goes on", "trap '' HUP; ", 0]] as const) {
  Deno.test(`a sweep whose terminal is closed ${what}${before && " if it is to ignore that"}`, async () => {
    using workspace = new Workspace();
    const serveCmd = serverCommand();
    const options = { benchCmd: program("waits_for_release.sh"), serveCmd, numRuns: 1 };
    const command = quoteWords([...servesweep(), ...sweepArguments(workspace, options, [])]);
    const terminal = new Deno.Command("script", {
      args: ["--quiet", "--command", `${before}exec ${command}`, "/dev/null"],
      cwd: workspace.path,
      env: { TERMINAL_TEST: workspace.path },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const has = (type: string) => journalLines(workspace).some((line) => line.type === type);
    await eventually("run started", () => has("run-started"));
    terminal.kill("SIGKILL");
    await within("the end of the terminal", terminal.status, terminal);
    workspace.write("release", "");
    await eventually("sweep finished", () => has("sweep-finished"));
    await eventually("nothing left", () => processesWith(workspace.path).length === 0);
    assertEquals(journalLines(workspace).at(-1)?.exitCode, code);
  });
}
