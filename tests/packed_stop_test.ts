/** Whatever ends a sweep with servers side by side, in whatever stage each of them is: nothing stays behind, and it can go on. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode } from "./harness/cli.ts";
import { assertNothingLeft } from "./harness/faults.ts";
import { eventsOf } from "./harness/journal.ts";
import { ended, PackedSweep } from "./harness/packed_sweep.ts";
import { eventually, processesWith } from "./harness/process_table.ts";
import { skipUnless } from "./harness/skip.ts";
import { SmallDisk } from "./harness/small_disk.ts";
import { runFiles } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** Result file of the run on a server. */
const resultOf = (server: number) => `SERVE--a=${server}/run=0.json`;

/** Every server that was started was stopped, none is alive, and the last line says how the sweep ended. */
function assertEnded(workspace: Workspace, sweep: PackedSweep, code: number): void {
  assertNothingLeft(workspace);
  const { journal } = sweep;
  const servers = (type: string) => eventsOf(journal, type).map(({ server }) => server).sort();
  assertEquals(servers("server-stopped"), servers("server-starting"));
  assertEquals(
    eventsOf(journal, "run-finished").length,
    eventsOf(journal, "run-started").length,
  );
  const last = journal.at(-1)!;
  assertEquals([last.type, last.exitCode], ["sweep-finished", code]);
  const leftovers = workspace.files("results").filter((file) => /\/\.(?!lock$)/.test(file));
  assertEquals(leftovers, []);
}

/** The rest of the four runs is measured, and what was there is left alone. */
async function assertGoesOn(workspace: Workspace, sweep: PackedSweep): Promise<void> {
  const there = runFiles(workspace);
  const before = there.map((file) => Deno.statSync(workspace.at("results/sweep", file)).ino);
  const resumed = await sweep.resume();
  assertCode(resumed, 0);
  assertStringIncludes(resumed.stderr, `${there.length} of 4 runs are there already`);
  assertEquals(runFiles(workspace), [1, 2, 3, 4].map(resultOf));
  const after = there.map((file) => Deno.statSync(workspace.at("results/sweep", file)).ino);
  assertEquals(after, before);
  assertEquals(sweep.outcomes().filter((outcome) => outcome.endsWith("valid")).length, 4);
  assertEquals(workspace.read("results/sweep/summary.csv").trim().split("\n").length, 5);
  assertEnded(workspace, sweep, 0);
}

for (const [signal, code] of [["SIGTERM", 143], ["SIGINT", 130]] as const) {
  Deno.test(`${signal} ends servers that are measured, one that loads and one that stops`, async () => {
    using workspace = new Workspace();
    const sweep = new PackedSweep(workspace);
    sweep.holdAllStages();
    const child = sweep.start();
    await sweep.isInAllStages();
    child.kill(signal);
    // All are asked at once: none waits for the one that stops slowly.
    await eventually("all are asked to stop", () => [1, 2, 3].every((n) => sweep.isStopping(n)));
    sweep.release("stop", 4);
    const result = await ended(child);
    assertCode(result, code);
    assertStringIncludes(result.stderr, "--resume sweep");
    assertEquals(sweep.outcomes(), ["1 cancelled", "2 cancelled", "4 valid"]);
    assertEnded(workspace, sweep, code);
    assertEquals(eventsOf(sweep.journal, "server-failed"), []);
    await assertGoesOn(workspace, sweep);
  });
}

Deno.test("a second signal kills all servers side by side at once", async () => {
  using workspace = new Workspace();
  const sweep = new PackedSweep(workspace);
  sweep.holdAllStages();
  for (const server of [1, 2, 3]) sweep.hold("stop", server);
  const child = sweep.start();
  await sweep.isInAllStages();
  child.kill("SIGINT");
  await eventually("all are asked to stop", () => [1, 2, 3].every((n) => sweep.isStopping(n)));
  let isOver = false;
  const output = ended(child).finally(() => isOver = true);
  // One that follows at once may be the first one again, passed on by a parent.
  await eventually("the end", () => {
    try {
      if (!isOver) child.kill("SIGINT");
    } catch {
      // It ended in this moment.
    }
    return isOver;
  });
  assertCode(await output, 130);
  assertEnded(workspace, sweep, 130);
  const stopped = eventsOf(sweep.journal, "server-stopped");
  assertEquals(stopped.map(({ killed }) => killed), [true, true, true, true]);
  await assertGoesOn(workspace, sweep);
});

Deno.test("SIGUSR1 lets the runs of all servers finish, and waits for none that loads", async () => {
  using workspace = new Workspace();
  const sweep = new PackedSweep(workspace);
  sweep.holdAllStages();
  const child = sweep.start();
  await sweep.isInAllStages();
  child.kill("SIGUSR1");
  await eventually("the one that loads is asked to stop", () => sweep.isStopping(3));
  assertEquals(sweep.outcomes(), ["4 valid"]);
  for (const server of [1, 2]) sweep.release("bench", server);
  sweep.release("stop", 4);
  const result = await ended(child);
  assertCode(result, 138);
  assertStringIncludes(result.stderr, "--resume sweep");
  assertEquals(sweep.outcomes(), ["1 valid", "2 valid", "4 valid"]);
  assertEnded(workspace, sweep, 138);
  await assertGoesOn(workspace, sweep);
});

Deno.test("SIGTERM after SIGUSR1 cancels what was still to finish", async () => {
  using workspace = new Workspace();
  const sweep = new PackedSweep(workspace);
  sweep.holdAllStages();
  const child = sweep.start();
  await sweep.isInAllStages();
  child.kill("SIGUSR1");
  await eventually("the one that loads is asked to stop", () => sweep.isStopping(3));
  sweep.release("bench", 1);
  await eventually("a run has finished", () => sweep.outcomes().includes("1 valid"));
  child.kill("SIGTERM");
  sweep.release("stop", 4);
  assertCode(await ended(child), 143);
  assertEquals(sweep.outcomes(), ["1 valid", "2 cancelled", "4 valid"]);
  assertEnded(workspace, sweep, 143);
  await assertGoesOn(workspace, sweep);
});

Deno.test("--sweep-timeout ends all servers side by side with 5", async () => {
  using workspace = new Workspace();
  const sweep = new PackedSweep(workspace);
  for (const server of [1, 2, 4]) sweep.hold("bench", server);
  sweep.hold("load", 3);
  const result = await ended(sweep.start("--sweep-timeout", "1s"));
  assertCode(result, 5);
  assertStringIncludes(result.stderr, "took longer than 1 s (--sweep-timeout)");
  assert(sweep.outcomes().every((outcome) => outcome.endsWith("cancelled")));
  assertEnded(workspace, sweep, 5);
  await assertGoesOn(workspace, sweep);
});

Deno.test("a failure on one server cancels the others, measured or loading, and says whose it was", async () => {
  using workspace = new Workspace();
  const sweep = new PackedSweep(workspace);
  sweep.holdAllStages();
  sweep.hold("bench", 4);
  sweep.release("stop", 4);
  workspace.write("fail-bench-4", "");
  const child = sweep.start("--retries", "0");
  await eventually(
    "three are measured, one loads",
    () =>
      eventsOf(sweep.journal, "run-started").length === 3 &&
      eventsOf(sweep.journal, "server-starting").length === 4,
  );
  sweep.release("bench", 4);
  const result = await ended(child);
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "SERVE--a=4");
  assertEquals(sweep.outcomes(), ["1 cancelled", "2 cancelled", "4 failed"]);
  const [cancelled] = eventsOf(sweep.journal, "run-finished").filter(({ outcome }) =>
    outcome!.kind === "cancelled"
  );
  assertStringIncludes(JSON.stringify(cancelled), "failure of another server");
  assertEnded(workspace, sweep, 1);
  await assertGoesOn(workspace, sweep);
});

Deno.test("with --continue-on-error a failure leaves one that loads alone", async () => {
  using workspace = new Workspace();
  const sweep = new PackedSweep(workspace);
  sweep.hold("load", 3);
  workspace.write("fail-bench-4", "");
  const child = sweep.start("--continue-on-error", "--retries", "0");
  await eventually("three runs are over", () => sweep.outcomes().length === 3);
  assertEquals(sweep.isStopping(3), false);
  sweep.release("load", 3);
  assertCode(await ended(child), 3);
  assertEquals(sweep.outcomes(), ["1 valid", "2 valid", "3 valid", "4 failed"]);
  assertEnded(workspace, sweep, 3);
  await assertGoesOn(workspace, sweep);
});

Deno.test({
  name:
    "a disk that fills up under four servers ends all of them with 6; with room again it goes on",
  ignore: skipUnless("mount", SmallDisk.isPossible()),
  fn: async () => {
    using workspace = new Workspace();
    using disk = new SmallDisk("size=2m");
    await Deno.symlink(disk.path, workspace.at("results"));
    const sweep = new PackedSweep(workspace);
    for (const server of [1, 2, 4]) sweep.hold("bench", server);
    sweep.hold("load", 3);
    const child = sweep.start("--min-free", "0", "--retries", "0");
    await eventually(
      "three are measured, one loads",
      () =>
        eventsOf(sweep.journal, "run-started").length === 3 &&
        eventsOf(sweep.journal, "server-starting").length === 4,
    );
    const { session } = sweep.journal[0]!;
    disk.fill();
    sweep.release("bench", 4);
    const full = await ended(child);
    assertCode(full, 6);
    assertStringIncludes(full.stderr, "No space left on device");
    assertStringIncludes(full.stderr, "--resume sweep");
    assertEquals(processesWith(session!), []);
    // What a benchmark left in a directory of its own is no result.
    assertEquals(runFiles(workspace).filter((file) => !file.includes("/.run=")), []);
    await Deno.remove(`${disk.path}/filler`);
    const resumed = await sweep.resume("--min-free", "0");
    assertCode(resumed, 0);
    assertEquals(runFiles(workspace), [1, 2, 3, 4].map(resultOf));
  },
});
