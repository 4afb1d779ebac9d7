/** What a sweep does when another one runs: in its directory, or on the machine. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertCode, type CliResult, spawnCli } from "./harness/cli.ts";
import { within } from "./harness/deadline.ts";
import { small } from "./harness/faults.ts";
import { StandingSweep } from "./harness/standing_sweep.ts";
import { program, runFiles, serverCommand, sweep, sweepArguments } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("--box-lock keeps a second sweep off the machine, also in another directory", async () => {
  using workspace = new Workspace();
  const first = new StandingSweep(workspace, { name: "first" }, "--box-lock");
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
  assertEquals((await first.ended()).code, 0);
});

Deno.test("--if-locked wait begins when the other sweep is over", async () => {
  using workspace = new Workspace();
  const first = new StandingSweep(workspace, { name: "first" }, "--box-lock");
  await first.isRunning();
  const waiting = spawnCli(
    sweepArguments(workspace, { numRuns: 1 }, ["--box-lock", "--if-locked", "wait"]),
    first,
  );
  const reader = waiting.stderr.pipeThrough(new TextDecoderStream()).getReader();
  const said = await within("that it waits", reader.read(), waiting);
  assertStringIncludes(said.value ?? "", "Waiting: another sweep runs on this box");
  first.release();
  assertEquals((await first.ended()).code, 0);
  while (!(await within("the end of what it says", reader.read(), waiting)).done);
  const [status] = await within(
    "the end of the one that waits",
    Promise.all([waiting.status, waiting.stdout.cancel()]),
    waiting,
  );
  assertEquals(status.code, 0);
  assertEquals(runFiles(workspace).length, 4);
});

Deno.test("a signal ends the waiting with its code, and nothing was made", async () => {
  using workspace = new Workspace();
  const first = new StandingSweep(workspace, { name: "first" }, "--box-lock");
  await first.isRunning();
  const waiting = spawnCli(
    sweepArguments(workspace, {}, ["--box-lock", "--if-locked", "wait"]),
    first,
  );
  const reader = waiting.stderr.pipeThrough(new TextDecoderStream()).getReader();
  await within("that it waits", reader.read(), waiting);
  waiting.kill("SIGTERM");
  while (!(await within("the end of what it says", reader.read(), waiting)).done);
  const [status] = await within(
    "the end of the one that waits",
    Promise.all([waiting.status, waiting.stdout.cancel()]),
    waiting,
  );
  assertEquals(status.code, 143);
  assertEquals(workspace.files("results").filter((file) => file.startsWith("sweep")), []);
  first.release();
  assertEquals((await first.ended()).code, 0);
});

Deno.test("the time of --until is fixed at the beginning, and ends the waiting for a lock too", async () => {
  using workspace = new Workspace();
  const first = new StandingSweep(workspace, { name: "first" }, "--box-lock");
  await first.isRunning();
  let result: CliResult;
  // On a busy machine the time may be past before servesweep reads it.
  for (let leadMs = 2_000;; leadMs *= 2) {
    const date = new Date(Date.now() + leadMs - new Date().getTimezoneOffset() * 60_000);
    const until = date.toISOString().slice(0, 19);
    const extra = ["--box-lock", "--if-locked", "wait", "--until", until];
    result = await sweep(workspace, { env: first.env }, ...extra);
    if (!result.stderr.includes("is past")) break;
  }
  assertCode(result, 5);
  assertMatch(result.stderr, /It is \d\d:\d\d(:\d\d)? \(--until\) while it waited for a lock/);
  assertEquals(workspace.files("results").filter((file) => file.startsWith("sweep")), []);
  first.release();
  assertEquals((await first.ended()).code, 0);
});

Deno.test("two sweeps in one directory: the second ends with 4 and names the first", async () => {
  using workspace = new Workspace();
  const first = new StandingSweep(workspace, { name: "first" });
  await first.isRunning();
  const journal = workspace.read("results/first/journal.jsonl");
  const second = await sweep(workspace, { name: "first" }, "--resume");
  assertCode(second, 4);
  assertStringIncludes(second.stderr, `another sweep runs here: pid ${first.pid} on `);
  assertEquals(workspace.read("results/first/journal.jsonl"), journal);
  first.release();
  assertEquals((await first.ended()).code, 0);
});

Deno.test("fault: a lock that a sweep of an earlier boot left is taken over and named", async () => {
  using workspace = new Workspace();
  const commands = { serveCmd: serverCommand(), benchCmd: program("copies_the_lock.sh") };
  const options = { ...small(workspace), ...commands };
  assertCode(await sweep(workspace, { ...options, numRuns: 1 }), 0);
  const holder = workspace.json("results/sweep/copy-of-the-lock");
  assertEquals(Object.keys(holder), ["pid", "host", "since", "command", "boot"]);
  assertStringIncludes(holder.command, "servesweep serve --serve-cmd ");
  // Its pid is that of a process of this boot, which has nothing to do with it.
  const earlier = { ...holder, pid: Deno.pid, boot: "00000000-0000-0000-0000-000000000000" };
  workspace.write("results/sweep/.lock", JSON.stringify(earlier) + "\n");
  const result = await sweep(workspace, options, "--resume");
  assertCode(result, 0);
  assertStringIncludes(
    result.stderr,
    `The lock was left by a sweep that died: pid ${Deno.pid} on ${holder.host} since ${holder.since}`,
  );
  assertEquals(runFiles(workspace), ["run=0.json", "run=1.json"]);
});

Deno.test("too little room on the disk ends with 6 before anything is made", async () => {
  using workspace = new Workspace();
  const result = await sweep(workspace, {}, "--min-free", "900TiB");
  assertCode(result, 6);
  assertStringIncludes(result.stderr, "--min-free asks for 900 TiB");
  assertEquals(workspace.files(), []);
});
