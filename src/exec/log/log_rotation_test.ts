import { assert, assertEquals, assertRejects } from "@std/assert";
import { eventually } from "../../../tests/harness/process_table.ts";
import { hundreds, ShellWriter } from "../../../tests/harness/shell_writer.ts";
import { SmallDisk } from "../../../tests/harness/small_disk.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { logEnd } from "./log_parts.ts";
import { rotateLog } from "./log_rotation.ts";

const CAP = 4096;
const ignore = !SmallDisk.isPossible();

function linesOf(path: string): string[] {
  return Deno.readTextFileSync(path).split("\n").slice(0, -1);
}

Deno.test("a log up to its cap stays as it is", async () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "x".repeat(CAP));
  assertEquals(await rotateLog(path, CAP), false);
  assertEquals(workspace.files(), ["a.log"]);
  assertEquals(workspace.read("a.log").length, CAP);
});

Deno.test("a writer that appends goes on after the cut; the head stays, the middle is the newest", async () => {
  using workspace = new Workspace();
  const path = workspace.at("a.log");
  await using writer = new ShellWriter(path);
  await writer.write(...hundreds(50, "first"));
  assertEquals(await rotateLog(path, CAP), true);
  assertEquals(linesOf(`${path}.1`), hundreds(50, "first"));
  const cut = "[servesweep] Cut at 5000 bytes: what came before is in a.log.1";
  assertEquals(linesOf(path), [cut]);

  await writer.write(...hundreds(60, "second"));
  assertEquals(linesOf(path), [cut, ...hundreds(60, "second")]);
  assertEquals(logEnd(path), 5000 + cut.length + 1 + 6000);
  assertEquals(await rotateLog(path, CAP), true);
  // The last 4,096 bytes: 40 lines and the end of one more.
  assertEquals((await Deno.stat(`${path}.2`)).size, CAP);
  assertEquals(linesOf(`${path}.2`).slice(1), hundreds(60, "second").slice(-40));

  await writer.write(...hundreds(41, "third"));
  assertEquals(await rotateLog(path, CAP), true);
  assertEquals(linesOf(`${path}.1`), hundreds(50, "first"));
  assertEquals(linesOf(`${path}.2`).slice(1), hundreds(41, "third").slice(-40));
  await writer.write("end");
  const [line, ...rest] = linesOf(path);
  assertEquals(rest, ["end"]);
  assert(/^\[servesweep\] Cut at \d+ bytes: .* in a.log.2, the beginning in a.log.1$/.test(line!));
  assertEquals(workspace.files(), ["a.log", "a.log.1", "a.log.2"]);
});

Deno.test("a log that grew far over its cap keeps its head and its end", async () => {
  using workspace = new Workspace();
  const all = hundreds(500, "line");
  const path = workspace.write("a.log", all.map((line) => `${line}\n`).join(""));
  assertEquals(await rotateLog(path, CAP), true);
  assertEquals(linesOf(`${path}.1`), all.slice(0, 40));
  assertEquals(linesOf(`${path}.2`).slice(1), all.slice(-40));
  assertEquals(logEnd(path), 50_000 + workspace.read("a.log").length);
});

Deno.test("while a process writes without a pause, lines are lost at the cuts only, and none is damaged elsewhere", async () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "");
  const loop = `exec >>"$1"; i=0; while [ ! -e "$2" ]; do i=$((i+1)); echo "line $i ends"; done`;
  const child = new Deno.Command("sh", {
    args: ["-c", loop, "sh", path, workspace.at("stop")],
  }).spawn();
  const seen: number[] = [];
  for (let round = 0; round < 4; round++) {
    await eventually("the log is over the cap", () => Deno.statSync(path).size > 2 * CAP);
    assertEquals(await rotateLog(path, 2 * CAP), true);
    const lines = linesOf(`${path}.${round === 0 ? 1 : 2}`);
    // The first and the last one are cut apart, or are ours.
    for (const line of lines.slice(round === 0 ? 0 : 1, -1)) {
      const number = /^line (\d+) ends$/.exec(line)?.[1];
      if (number === undefined) assert(line.startsWith("[servesweep] Cut at "), line);
      else seen.push(Number(number));
    }
  }
  workspace.write("stop", "");
  await child.status;
  assert(seen.length > 100);
  assertEquals(seen, seen.toSorted((a, b) => a - b));
  assertEquals(new Set(seen).size, seen.length);
  assertEquals(workspace.read("a.log").includes("\0"), false);
});

Deno.test("a cap that the line at the beginning could fill is refused", async () => {
  await assertRejects(() => rotateLog("a.log", 4095), RangeError, "expected at least 4096");
  await assertRejects(() => rotateLog("a.log", NaN), RangeError, "Cap of a log is NaN bytes");
});

Deno.test({
  name: "a copy that would take more than half of what is free is not made, the log is cut",
  ignore,
  async fn() {
    using disk = new SmallDisk("size=1m");
    const path = `${disk.path}/a.log`;
    await Deno.writeFile(path, new Uint8Array(700 * 1024));
    assertEquals(await rotateLog(path, 400 * 1024), true);
    assertEquals(
      Deno.readTextFileSync(path),
      `[servesweep] Cut at 716800 bytes: what came before could not be kept: only 324 KiB free on the disk\n`,
    );
    assertEquals([...Deno.readDirSync(disk.path)].map(({ name }) => name), ["a.log"]);
  },
});

Deno.test({
  name: "a copy that fails leaves nothing behind, the log is cut and the writer goes on",
  ignore,
  async fn() {
    // Room for the directory and the log, and for no other file.
    using disk = new SmallDisk("size=1m,nr_inodes=2");
    const path = `${disk.path}/a.log`;
    await using writer = new ShellWriter(path);
    await writer.write(...hundreds(100, "line"));
    assertEquals(await rotateLog(path, CAP), true);
    await writer.write("after");
    const [line, ...rest] = linesOf(path);
    assert(/could not be kept: .*No space left on device/.test(line!), line);
    assertEquals(rest, ["after"]);
    assertEquals([...Deno.readDirSync(disk.path)].map(({ name }) => name), ["a.log"]);
  },
});
