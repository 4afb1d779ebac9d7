import { assertEquals } from "@std/assert";
import { eventually } from "../../../tests/harness/process_table.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { endStoppedForks } from "./stopped_forks.ts";
import { which } from "./which.ts";

Deno.test("a stopped copy of a dead program is ended, another program is not", async () => {
  using workspace = new Workspace();
  // A program of its own: nobody else's processes run it.
  const program = workspace.at("program");
  await Deno.copyFile(which("sh", "/usr/bin:/bin")!, program);
  // One that runs has one thread as well: as any program that has just begun.
  const running = new Deno.Command(program, { args: ["-c", "while :; do :; done"] }).spawn();
  const exe = await Deno.readLink(`/proc/${running.pid}/exe`);
  assertEquals(await endStoppedForks(exe), 0);
  running.kill("SIGKILL");
  assertEquals((await running.status).signal, "SIGKILL");
  const child = new Deno.Command(program, { args: ["-c", "kill -s STOP $$"] }).spawn();
  const state = () =>
    /^State:\s*(\w)/m.exec(Deno.readTextFileSync(`/proc/${child.pid}/status`))![1];
  await eventually("it is stopped", () => state() === "T");
  assertEquals(await endStoppedForks(), 0);
  assertEquals(state(), "T");
  assertEquals(await endStoppedForks(exe), 1);
  assertEquals((await child.status).signal, "SIGKILL");
});
