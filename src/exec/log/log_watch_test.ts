import { assertEquals, assertThrows } from "@std/assert";
import { eventually } from "../../../tests/harness/process_table.ts";
import { hundreds, ShellWriter } from "../../../tests/harness/shell_writer.ts";
import { skipUnless } from "../../../tests/harness/skip.ts";
import { SmallDisk } from "../../../tests/harness/small_disk.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { LogWatch } from "./log_watch.ts";

const CAP = 4096;

Deno.test("logs are rotated while their processes write, each by itself", async () => {
  using workspace = new Workspace();
  await using a = new ShellWriter(workspace.at("a.log"));
  await using b = new ShellWriter(workspace.at("b.log"));
  const watch = new LogWatch({ capBytes: CAP, intervalMs: 1 });
  const logs = [watch.add(workspace.at("a.log")), watch.add(workspace.at("b.log"))];
  await b.write(...hundreds(10, "b"));
  await a.write(...hundreds(40, "a"));
  // In one write, so that nothing of it comes after the cut.
  await a.write("x".repeat(1000));
  await eventually("a.log is cut", () => workspace.read("a.log").length < CAP);
  await a.write("end");
  await Promise.all(logs.map((log) => log.close()));
  assertEquals(workspace.files(), ["a.log", "a.log.1", "b.log"]);
  assertEquals(workspace.read("a.log").split("\n").slice(1), ["end", ""]);
});

Deno.test("closing takes a last look, once", async () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "");
  const watch = new LogWatch({ capBytes: CAP, intervalMs: 3_600_000 });
  const log = watch.add(path);
  workspace.write("a.log", "x".repeat(CAP + 1));
  await log.close();
  assertEquals(workspace.read("a.log.1").length, CAP + 1);
  workspace.write("a.log", "x".repeat(CAP + 1));
  await log.close();
  assertEquals(workspace.files(), ["a.log", "a.log.1"]);
});

Deno.test("a log that is not there yet is rotated once it is", async () => {
  using workspace = new Workspace();
  const watch = new LogWatch({ capBytes: CAP, intervalMs: 1 });
  const missing = watch.add(workspace.at("missing.log"));
  const log = watch.add(workspace.at("a.log"));
  workspace.write("a.log", "x".repeat(CAP + 1));
  await eventually("the log is cut", () => workspace.read("a.log").length < CAP);
  await Promise.all([missing, log].map((watched) => watched.close()));
  assertEquals(workspace.files(), ["a.log", "a.log.1"]);
});

Deno.test({
  name: "a log that cannot be cut stays, and disturbs nobody",
  ignore: skipUnless("mount", SmallDisk.isPossible()),
  async fn() {
    using disk = new SmallDisk("size=1m");
    const path = `${disk.path}/a.log`;
    await Deno.writeTextFile(path, "x".repeat(CAP + 1));
    disk.makeReadOnly();
    const watch = new LogWatch({ capBytes: CAP, intervalMs: 3_600_000 });
    await watch.add(path).close();
    assertEquals((await Deno.stat(path)).size, CAP + 1);
  },
});

Deno.test("a cap that is too small is refused before anything is watched", () => {
  assertThrows(() => new LogWatch({ capBytes: 0, intervalMs: 1 }), RangeError, "Cap of a log");
});
