import { assertEquals } from "@std/assert";
import { hundreds } from "../../../tests/harness/shell_writer.ts";
import { within } from "../../../tests/harness/deadline.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { EngineWatch } from "./engine_watch.ts";
import { rotateLog } from "./log_rotation.ts";

const DEATH = "ERROR 11-24 23:04:30 [core.py:720] EngineCore encountered a fatal error.";

function append(path: string, text: string): void {
  Deno.writeTextFileSync(path, text, { append: true });
}

async function death(watch: EngineWatch): Promise<string | null> {
  return await within("the engine's death", watch.untilDeath(new AbortController().signal));
}

Deno.test("a line that came before anybody looked is seen at the first look", async () => {
  using workspace = new Workspace();
  const path = workspace.write("server.log", `${DEATH} of an earlier server\n`);
  const watch = new EngineWatch(path);
  append(path, `loading\n${DEATH}\nand more\n`);
  assertEquals(await death(watch), DEATH);
});

Deno.test("a line that is written in two pieces is seen", async () => {
  using workspace = new Workspace();
  const path = workspace.write("server.log", "");
  const watch = new EngineWatch(path);
  append(path, `ready\n${DEATH.slice(0, 40)}`);
  const found = death(watch);
  append(path, `${DEATH.slice(40)}\n`);
  assertEquals(await found, DEATH);
});

Deno.test("a line that a rotation took away before anybody looked is seen", async () => {
  using workspace = new Workspace();
  const path = workspace.write("server.log", "");
  const watch = new EngineWatch(path);
  const talk = hundreds(60, "line").map((line) => `${line}\n`).join("");
  append(path, `${talk}${DEATH}\n`);
  await rotateLog(path, 4096);
  // As long again as what was cut: by its size alone the log has not changed.
  append(path, talk.repeat(2));
  assertEquals(await death(watch), DEATH);
});

Deno.test("of an emptied log what is there now is looked at, and an abort ends the watch", async () => {
  using workspace = new Workspace();
  const path = workspace.write(
    "server.log",
    "a line that is longer than what comes next ".repeat(9),
  );
  const watch = new EngineWatch(path);
  workspace.write("server.log", `${DEATH}\n`);
  assertEquals(await death(watch), DEATH);
  assertEquals(await new EngineWatch(path).untilDeath(AbortSignal.abort()), null);
});
