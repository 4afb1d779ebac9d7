import { assert, assertEquals } from "@std/assert";
import { YoungerProcesses } from "./younger.ts";
import { allPids } from "./proc.ts";

Deno.test("a process that is started later is among them, older ones are not", async () => {
  const younger = new YoungerProcesses();
  const first = new Deno.Command("sleep", { args: ["600"] }).spawn();
  const second = new Deno.Command("sleep", { args: ["600"] }).spawn();
  try {
    const pids = younger.since(first.pid, allPids());
    assert(pids.includes(first.pid) && pids.includes(second.pid));
    // Unless numbers may have begun again since, of which nobody can tell for how many.
    assertEquals(pids.includes(1), pids.length === allPids().length);
  } finally {
    for (const child of [first, second]) {
      child.kill("SIGKILL");
      await child.status;
    }
  }
});

Deno.test("where the kernel does not count, as in gVisor, every process may be younger", async () => {
  const stat = await Deno.makeTempFile();
  await Deno.writeTextFile(stat, "cpu  0 0 0 0\nprocesses 0\n");
  assertEquals(new YoungerProcesses(stat).since(1000, [1, 999, 1000, 5000]), [1, 999, 1000, 5000]);
  await Deno.remove(stat);
});
