import { assertEquals } from "@std/assert";
import { eventually } from "../../../tests/harness/process_table.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { endStoppedForks } from "./stopped_forks.ts";

Deno.test("a stopped copy of a dead servesweep that has its lock open is ended, other programs are not", async () => {
  using workspace = new Workspace();
  const lock = workspace.write("lock", "");
  const child = new Deno.Command("sh", { args: ["-c", `exec 9<>'${lock}'; kill -s STOP $$`] })
    .spawn();
  const state = () =>
    /^State:\s*(\w)/m.exec(Deno.readTextFileSync(`/proc/${child.pid}/status`))![1];
  await eventually("it is stopped", () => state() === "T");
  // It runs a shell, and we do not.
  assertEquals(await endStoppedForks(lock), 0);
  assertEquals(state(), "T");
  const shell = Deno.readLinkSync(`/proc/${child.pid}/exe`);
  assertEquals(await endStoppedForks(workspace.write("other", ""), shell), 0);
  assertEquals(await endStoppedForks(lock, shell), 1);
  assertEquals((await child.status).signal, "SIGKILL");
});
