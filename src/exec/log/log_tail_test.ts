import { assertEquals } from "@std/assert";
import { hundreds } from "../../../tests/harness/shell_writer.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { logEnd } from "./log_parts.ts";
import { rotateLog } from "./log_rotation.ts";
import { logTail } from "./log_tail.ts";

const CAP = 4096;

function append(path: string, ...lines: string[]): void {
  Deno.writeTextFileSync(path, lines.map((line) => `${line}\n`).join(""), { append: true });
}

Deno.test("the tail is the last lines with text, bare of colours and progress bars", () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "a\n\x1b[31mred\x1b[0m\n\n 10 %\r100 %\r\n  \nlast");
  assertEquals(logTail(path, 3), ["red", "100 %", "last"]);
  assertEquals(logTail(path, 9), ["a", "red", "100 %", "last"]);
  assertEquals(logTail(workspace.at("missing"), 3), []);
});

Deno.test("what an earlier process wrote is not in the tail", () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "earlier\n");
  const start = logEnd(path);
  assertEquals(logTail(path, 5, start), []);
  append(path, "mine");
  assertEquals(logTail(path, 5, start), ["mine"]);
});

Deno.test("a log that somebody emptied is read from its beginning", () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "new\n");
  assertEquals(logTail(path, 5, 1000), ["new"]);
});

Deno.test("where a rotated log has too few lines, they come from its second part, then from its first", async () => {
  using workspace = new Workspace();
  const path = workspace.at("a.log");
  append(path, ...hundreds(41, "head"));
  await rotateLog(path, CAP);
  const [first] = workspace.read("a.log").split("\n");
  assertEquals(logTail(path, 3), [...hundreds(41, "head").slice(-2), first!]);

  append(path, ...hundreds(45, "middle"));
  await rotateLog(path, CAP);
  const [second] = workspace.read("a.log").split("\n");
  append(path, "end");
  assertEquals(logTail(path, 1), ["end"]);
  assertEquals(logTail(path, 4), [...hundreds(45, "middle").slice(-2), second!, "end"]);
  const all = logTail(path, 1000);
  // The second part begins in the middle of a line.
  assertEquals(all.slice(0, 41), hundreds(41, "head"));
  assertEquals(all.slice(42), [...hundreds(45, "middle").slice(-40), second!, "end"]);
});

Deno.test("a rotation shows nothing of an earlier process, and hides nothing of the one that came after it", async () => {
  using workspace = new Workspace();
  const path = workspace.at("a.log");
  append(path, ...hundreds(20, "earlier"));
  const start = logEnd(path);
  append(path, ...hundreds(30, "mine"));
  await rotateLog(path, CAP);
  assertEquals(logTail(path, 1000, start).slice(0, -1), hundreds(30, "mine"));

  const later = logEnd(path);
  append(path, ...hundreds(5, "later"));
  assertEquals(logTail(path, 1000, later), hundreds(5, "later"));
  append(path, ...hundreds(45, "more"));
  await rotateLog(path, CAP);
  append(path, "end");
  const tail = logTail(path, 1000, later);
  assertEquals(tail.at(-1), "end");
  assertEquals(tail.slice(1, -2), hundreds(45, "more").slice(-40));
});
