import { assert, assertEquals } from "@std/assert";
import { hundreds, ShellWriter } from "../../../tests/harness/shell_writer.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { logEnd } from "./log_parts.ts";
import { rotateLog } from "./log_rotation.ts";
import { startLog } from "./start_log.ts";

const CAP = 4096;

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

Deno.test("what an earlier process wrote into the log is no part of a start", () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "old\n");
  const from = logEnd(path);
  Deno.writeTextFileSync(path, "new äö\n", { append: true });
  assertEquals(startLog(path, from), "new äö\n");
  assertEquals(startLog(path, 0), "old\nnew äö\n");
});

Deno.test("no more than the limit is read, and nothing of a file that is not there", () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "x".repeat(10_000));
  assertEquals(startLog(path, 0, 100).length, 100);
  assertEquals(startLog(path, 20_000), "");
  assertEquals(startLog(workspace.at("b.log"), 0), "");
  assertEquals(startLog(workspace.path, 0), "");
});

Deno.test("after a rotation the start-up comes from the head, in order and without gaps up to the cut", async () => {
  using workspace = new Workspace();
  const path = workspace.at("a.log");
  await using writer = new ShellWriter(path);
  await writer.write(...hundreds(50, "first"));
  await rotateLog(path, CAP);
  await writer.write(...hundreds(20, "second"));
  const log = startLog(path, 0);
  assert(log.startsWith(text(hundreds(50, "first"))));
  assert(log.endsWith(text(hundreds(20, "second"))));
  assertEquals(startLog(path, 0, 5_000), text(hundreds(50, "first")));
  // From the middle of the head on.
  assert(startLog(path, 4_900).startsWith(text(hundreds(50, "first").slice(-1))));
});

Deno.test("a start behind the cuts is found in the newest parts", async () => {
  using workspace = new Workspace();
  const path = workspace.at("a.log");
  await using writer = new ShellWriter(path);
  await writer.write(...hundreds(50, "first"));
  await rotateLog(path, CAP);
  await writer.write(...hundreds(20, "second"));
  const from = logEnd(path);
  await writer.write(...hundreds(30, "start"));
  await rotateLog(path, CAP);
  await writer.write(...hundreds(10, "rest"));
  const log = startLog(path, from);
  assert(log.startsWith(text(hundreds(30, "start"))), log.slice(0, 200));
  assert(log.endsWith(text(hundreds(10, "rest"))));
  assertEquals(log.includes("second"), false);
});
