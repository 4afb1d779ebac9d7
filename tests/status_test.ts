/** `servesweep status`: a sweep of another process, told from its directory. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertCode, cli, spawnCli } from "./harness/cli.ts";
import { finished } from "./harness/deadline.ts";
import { journalLines } from "./harness/journal.ts";
import { eventually } from "./harness/process_table.ts";
import { StandingSweep } from "./harness/standing_sweep.ts";
import { program, sweep } from "./harness/sweep.ts";
import { TerminalRun } from "./harness/terminal_run.ts";
import { Workspace } from "./harness/workspace.ts";

async function status(workspace: Workspace, ...args: string[]) {
  return await cli(["status", ...args], { cwd: workspace.path });
}

async function statusJson(workspace: Workspace, ...args: string[]) {
  const result = await status(workspace, ...args, "--json");
  assertEquals(result.stderr, "");
  return JSON.parse(result.stdout);
}

/** A sweep that is done at once; each test changes what it is about. */
function small(workspace: Workspace, bench = "bench.sh", name = "sweep") {
  const sets = { serveParams: "[{}]", benchParams: `[{"b": 1}, {"b": 2}]` };
  return { cwd: workspace.path, ...sets, benchCmd: program(bench), name };
}

Deno.test("of a sweep that runs it tells what each server does, and how far it is", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, {});
  await standing.isRunning();
  const result = await status(workspace, "results/sweep");
  assertCode(result, 0);
  assertMatch(
    result.stdout,
    /^Sweep results\/sweep: running \(pid \d+ on \S+ since .*Z; last event/,
  );
  assertStringIncludes(result.stdout, "0/4 runs\n");
  assertMatch(result.stdout, /^a=1 {2}measuring b=1 run 0 {2}\d+ s$/m);
  const json = await statusJson(workspace, "results/sweep");
  assertEquals(json.state, "running");
  assertEquals(json.pid, standing.pid);
  assertEquals(json.runs, { planned: 4, done: 0, failed: 0, leftOut: 0, reused: 0 });
  assertEquals(json.etaMs, null, "nothing like it was measured");
  const [server, ...others] = json.servers;
  assertEquals(others, []);
  assertEquals(
    [server.server, server.doing, server.directory, server.run],
    ["SERVE--a=1", "measuring", "SERVE--a=1-BENCH--b=1", 0],
  );
  standing.release();
  assertEquals((await standing.ended()).code, 0);
  assertEquals((await statusJson(workspace, "results/sweep")).state, "finished");
});

Deno.test("looking disturbs no sweep", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, {});
  await standing.isRunning();
  for (let n = 0; n < 3; n++) assertCode(await status(workspace, "results"), 0);
  standing.release();
  assertEquals((await standing.ended()).code, 0);
});

Deno.test("a sweep that was killed has died: it says what it was at and how to go on, and that command works", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, {});
  await standing.isRunning();
  const { pid } = standing;
  Deno.kill(pid, "SIGKILL");
  await standing.ended();
  const result = await status(workspace, "results/sweep");
  assertCode(result, 1);
  assertMatch(result.stdout, new RegExp(`: died: there is no process ${pid} on \\S+ any more`));
  assertMatch(result.stdout, /^When it died:\n0\/4 runs\n/m);
  assertMatch(result.stdout, /^To go on: servesweep serve .* --resume sweep$/m);
  const { state, resume } = await statusJson(workspace, "results/sweep");
  assertEquals([state, resume.workingDirectory], ["died", null]);
  standing.release();
  assertCode(await cli(resume.argv.slice(1), { cwd: workspace.path }), 0);
  assertCode(await status(workspace, "results/sweep"), 0);
});

Deno.test("a pid that another process has by now is no sweep", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, {});
  await standing.isRunning();
  Deno.kill(standing.pid, "SIGKILL");
  await standing.ended();
  // The lock and the journal name a process that lives: this test.
  const { pid } = standing;
  const rename = (name: string) => {
    const text = workspace.read("results/sweep", name);
    assertStringIncludes(text, `"pid":${pid}`);
    workspace.write(
      `results/sweep/${name}`,
      text.replaceAll(`"pid":${pid}`, `"pid":${Deno.pid}`),
    );
  };
  for (const name of ["journal.jsonl", ".lock"]) rename(name);
  assertEquals((await statusJson(workspace, "results/sweep")).state, "died");
});

Deno.test("the exit code is that of the sweep: 0 if all is valid, 3 with failures, which are shown", async () => {
  using workspace = new Workspace();
  assertCode(await sweep(workspace, small(workspace)), 0);
  const fine = await status(workspace, "results/sweep");
  assertCode(fine, 0);
  assertMatch(fine.stdout, /^Sweep results\/sweep: finished \d{4}-.*Z after /);
  assertMatch(fine.stdout, /^last .*b=1 run 1 /m);
  assertMatch(fine.stdout, /b=2 run 1 .*100\.5 tokens\/s, TTFT 12\.3 ms$/m);
  assertEquals(fine.stdout.includes("To go on"), false);
  assertEquals(/left|about to end/.test(fine.stdout), false, fine.stdout);

  const failing = small(workspace, "fails_requests.sh", "failing");
  assertCode(await sweep(workspace, failing, "--continue-on-error", "--retries", "0"), 3);
  const failed = await status(workspace, "results/failing");
  assertCode(failed, 3);
  assertStringIncludes(failed.stdout, "4/4 runs, 4 failed\n");
  assertMatch(
    failed.stdout,
    /^ {2}.*b=1 run 0: failed-requests: 2 of 10 requests failed \(results\/failing\/logs\//m,
  );
  assertMatch(failed.stdout, /^To go on: servesweep serve/m);
  const { failures } = await statusJson(workspace, "results/failing");
  assertEquals(failures.length, 4);
});

Deno.test("a directory of experiments stands for the one in which something happened last", async () => {
  using workspace = new Workspace();
  assertCode(await sweep(workspace, small(workspace)), 0);
  const standing = new StandingSweep(workspace, { name: "later" });
  await standing.isRunning();
  for (const args of [["results"], []]) {
    const { directory, state } = await statusJson(workspace, ...args);
    assertEquals([directory, state], ["results/later", "running"]);
  }
  standing.release();
  await standing.ended();
});

Deno.test("what takes long as before is foretold from the journal alone", async () => {
  using workspace = new Workspace();
  workspace.write("release", "");
  const first = new StandingSweep(workspace, {}, "--num-runs", "1");
  assertEquals((await first.ended()).code, 0);
  await Deno.remove(workspace.at("release"));
  const { argv } = workspace.json("results/sweep/sweep.json").sessions[0];
  const args: string[] = argv.slice(1);
  const child = spawnCli([...args, "--num-runs", "3", "--resume", "sweep"], {
    cwd: workspace.path,
  });
  await eventually(
    "the second session runs",
    () => journalLines(workspace).filter(({ type }) => type === "run-started").length === 5,
  );
  const json = await statusJson(workspace, "results/sweep");
  assertEquals(json.runs.planned, 8);
  assertEquals(json.runs.reused, 4);
  assertEquals([json.certainty.similar, json.certainty.unknown], [0, 0]);
  assert(json.etaMs > 0, `${json.etaMs}`);
  assert(json.servers[0].expectedMs > 0);
  workspace.write("release", "");
  assertEquals((await finished(child)).code, 0);
});

Deno.test("a torn last line is passed over, and so is a directory without a first event", async () => {
  using workspace = new Workspace();
  assertCode(await sweep(workspace, small(workspace)), 0);
  const journal = workspace.at("results/sweep/journal.jsonl");
  await Deno.writeTextFile(journal, `{"type":"run-fini`, { append: true });
  assertEquals((await statusJson(workspace, "results/sweep")).state, "finished");
  await Deno.mkdir(workspace.at("empty"));
  workspace.write("empty/journal.jsonl", `{"type":"swee`);
  const result = await status(workspace, "empty");
  assertCode(result, 1);
  assertStringIncludes(result.stdout, "Sweep empty: nothing has happened in it yet");
});

Deno.test("where there is no journal it says why it cannot tell, with exit code 2", async () => {
  using workspace = new Workspace();
  workspace.write("file", "");
  await Deno.mkdir(workspace.at("vllm/SERVE--a=1-BENCH--b=1"), { recursive: true });
  workspace.write("vllm/SERVE--a=1-BENCH--b=1/run=0.json", `{"completed": 1}`);
  const vllm = await status(workspace, "vllm");
  assertCode(vllm, 2);
  assertStringIncludes(
    vllm.stderr,
    `Cannot tell how far "vllm" is: it has no journal.jsonl, another program wrote it`,
  );
  for (const [directory, words] of [["nowhere", "no such directory"], ["file", "no directory"]]) {
    const result = await status(workspace, directory!);
    assertCode(result, 2);
    assertStringIncludes(result.stderr, words!);
  }
  assertCode(await status(workspace, "vllm", "--watch", "--json"), 2);
});

Deno.test("--watch into a pipe gives a line for each event until the sweep ends, and its exit code", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, {});
  await standing.isRunning();
  const child = spawnCli(["status", "results", "--watch"], { cwd: workspace.path });
  const output = finished(child);
  // It has begun to watch once it says so; what it misses of its own start does not matter here.
  standing.release();
  assertEquals((await standing.ended()).code, 0);
  const { code, stdout, stderr } = await output;
  assertEquals(code, 0, stderr);
  assertMatch(stdout, /^Sweep results\/sweep: finished /);
  assertEquals((stdout + stderr).includes("\x1b"), false);
});

Deno.test("--watch sees that a sweep dies", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, {});
  await standing.isRunning();
  const terminal = new TerminalRun(workspace, ["status", "results", "--watch"], { columns: 80 });
  await terminal.shows(/^a=1 {2}measuring b=1 run 0 {2}\d+ s$/m);
  Deno.kill(standing.pid, "SIGKILL");
  await standing.ended();
  assertEquals(await terminal.ended(), 1);
  assertMatch(terminal.screen.text(), /Sweep results\/sweep: died: there is no process/);
});

Deno.test("--watch on a terminal shows the block and the results, and ends as the sweep does", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, {});
  await standing.isRunning();
  const terminal = new TerminalRun(workspace, ["status", "results", "--watch"], { columns: 80 });
  await terminal.shows(/^\[-+\] 0\/4 runs$/m);
  standing.release();
  assertEquals(await terminal.ended(), 0);
  const text = terminal.screen.text();
  for (const run of [1, 2, 3, 4]) {
    assertMatch(text, new RegExp(`Z \\[${run}/4\\] .* 100\\.5 tokens/s, TTFT 12\\.3 ms\\n`));
  }
  assertMatch(text, /\nSweep results\/sweep: finished /);
  assertEquals(text.match(/\[-+\] 0\/4 runs/), null);
  await standing.ended();
});

Deno.test("Ctrl-C ends the watching and not the sweep", async () => {
  using workspace = new Workspace();
  const standing = new StandingSweep(workspace, {});
  await standing.isRunning();
  const terminal = new TerminalRun(workspace, ["status", "results", "--watch"], { columns: 80 });
  await terminal.shows(/0\/4 runs/);
  await terminal.type("\x03");
  assertEquals(await terminal.ended(), 130);
  assertEquals(terminal.screen.text().includes("0/4 runs"), false);
  standing.release();
  assertEquals((await standing.ended()).code, 0);
});
