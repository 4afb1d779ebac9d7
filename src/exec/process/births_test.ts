import { assert, assertEquals } from "@std/assert";
import { Births } from "./births.ts";
import { allPids } from "./proc.ts";

Deno.test("a process that is born later is among them, older ones are not", async () => {
  const births = new Births();
  const first = new Deno.Command("sleep", { args: ["600"] }).spawn();
  const second = new Deno.Command("sleep", { args: ["600"] }).spawn();
  try {
    const younger = births.since(first.pid, allPids());
    assert(younger.includes(first.pid) && younger.includes(second.pid));
    // Unless numbers may have begun again since, of which nobody can tell for how many.
    assertEquals(younger.includes(1), younger.length === allPids().length);
  } finally {
    for (const child of [first, second]) {
      child.kill("SIGKILL");
      await child.status;
    }
  }
});
