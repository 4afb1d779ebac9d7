/**
 * Faults of the machine, and of those who use it at the same time. Elsewhere: two sweeps in one directory or on one machine, the
 * lock of an earlier boot, too little room before anything starts (locked_sweep_test.ts); a file where the directory should be
 * (serve_test.ts); what a dead sweep left (survivors_test.ts); an end by a signal, with a terminal or without (stop_test.ts,
 * unattended_test.ts).
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { selfCommand } from "../src/sweep/own_program.ts";
import { assertCode } from "./harness/cli.ts";
import { run } from "./harness/deadline.ts";
import { assertNothingLeft, small } from "./harness/faults.ts";
import { journalLines } from "./harness/journal.ts";
import { processesWith } from "./harness/process_table.ts";
import { skipUnless } from "./harness/skip.ts";
import { SmallDisk } from "./harness/small_disk.ts";
import { program, runFiles, serverCommand, sweep, sweepArguments } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test({
  name: "fault: a disk that fills up ends the sweep with 6; with room again it goes on",
  ignore: skipUnless("mount", SmallDisk.isPossible()),
  fn: async () => {
    using workspace = new Workspace();
    using disk = new SmallDisk("size=2m");
    const benchCmd = program("fills_the_disk.sh");
    const commands = { serveCmd: serverCommand(), benchCmd };
    const options = { ...small(workspace), ...commands, env: { ROOM: workspace.at("room") } };
    const output = ["--output-dir", disk.path, "--min-free", "0"];
    const full = await sweep(workspace, options, ...output);
    assertCode(full, 6);
    assertStringIncludes(full.stderr, "No space left on device");
    assertStringIncludes(full.stdout, "(no parameters)   1/2");
    const first = await Deno.readTextFile(`${disk.path}/sweep/run=0.json`);
    assertEquals(JSON.parse(first).completed, 10);
    const journal = await Deno.readTextFile(`${disk.path}/sweep/journal.jsonl`);
    assertEquals(processesWith(/"session":"([^"]+)"/.exec(journal)![1]!), []);
    workspace.write("room", "");
    const resumed = await sweep(workspace, options, ...output, "--resume");
    assertCode(resumed, 0);
    assertStringIncludes(resumed.stderr, "1 of 2 runs are there already");
    assertEquals(await Deno.readTextFile(`${disk.path}/sweep/run=0.json`), first);
  },
});

Deno.test({
  name: "fault: a disk that cannot be written to ends the sweep with 6 before anything starts",
  ignore: skipUnless("mount", SmallDisk.isPossible()),
  fn: async () => {
    using workspace = new Workspace();
    using disk = new SmallDisk("size=1m");
    disk.makeReadOnly();
    const result = await sweep(workspace, small(workspace), "-o", disk.path, "--min-free", "0");
    assertCode(result, 6);
    assertStringIncludes(result.stderr, "Read-only file system");
    assertEquals(disk.names(), []);
  },
});

Deno.test({
  name:
    "fault: a disk with less than --min-free after a run ends the sweep with 6, the run is kept",
  ignore: skipUnless("mount", SmallDisk.isPossible()),
  fn: async () => {
    using workspace = new Workspace();
    using disk = new SmallDisk("size=8m");
    const options = { ...small(workspace), benchCmd: program("leaves_a_large_file.sh") };
    const result = await sweep(workspace, options, "-o", disk.path, "--min-free", "4MiB");
    assertCode(result, 6);
    assertStringIncludes(result.stderr, "--min-free asks for 4 MiB");
    const files = disk.names("sweep");
    assertEquals(files.filter((name) => /^run=|^trace$/.test(name)).sort(), [
      "run=0.json",
      "trace",
    ]);
  },
});

for (const [name, jumpMs] of [["back", -3_600_000], ["forth", 3_600_000]] as const) {
  Deno.test({
    name: `fault: a wall clock that jumps ${name} changes no duration and ends nothing`,
    fn: async () => {
      using workspace = new Workspace();
      const limits = ["--server-ready-timeout", "--bench-timeout", "--sweep-timeout"];
      // The clock can be replaced in the source only.
      const [deno, verb, ...words] = selfCommand();
      const args = sweepArguments(workspace, small(workspace), limits.flatMap((x) => [x, "10m"]));
      const { code, stderr } = await run(
        deno!,
        [verb!, "--preload", program("jumping_clock.ts"), ...words, ...args],
        { env: { CLOCK_JUMP_MS: String(jumpMs) } },
      );
      assertEquals(code, 0, stderr);
      assertEquals(runFiles(workspace).length, 2);
      const journal = journalLines(workspace);
      const times = journal.map(({ time }) => Date.parse(time));
      assert(
        times.every((time, i) => i === 0 || Math.sign(time - times[i - 1]!) === Math.sign(jumpMs)),
      );
      const durations = journal.flatMap(({ durationMs, startupMs }) =>
        durationMs ?? startupMs ?? []
      );
      assert(durations.length >= 5);
      assert(durations.every((ms) => ms >= 0 && ms < 600_000), durations.join(", "));
      assertNothingLeft(workspace);
    },
  });
}
