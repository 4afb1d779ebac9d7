import { assert, assertEquals } from "@std/assert";
import { SmallDisk } from "../../tests/harness/small_disk.ts";
import { Workspace } from "../../tests/harness/workspace.ts";
import { freeSpace, shortage } from "./free_space.ts";

const MIB = 1024 * 1024;
const ignore = !SmallDisk.isPossible();

Deno.test("free space is what df tells", async () => {
  using workspace = new Workspace();
  const space = await freeSpace(workspace.path);
  const { stdout } = new Deno.Command("df", {
    args: ["-B1", "--output=avail", workspace.path],
  }).outputSync();
  const told = Number(new TextDecoder().decode(stdout).split("\n")[1]);
  assert(space !== null);
  // Others write to the disk in between.
  assert(Math.abs(space!.freeBytes - told) < 0.1 * told + 64 * MIB, `${space!.freeBytes}, ${told}`);
});

Deno.test("a path that is not there yet is on the file system of its nearest parent", async () => {
  using workspace = new Workspace();
  workspace.write("file", "");
  for (const path of [["a", "b", "c"], ["file", "below"]]) {
    const space = await freeSpace(workspace.at(...path));
    assertEquals(space?.path, path[0] === "file" ? workspace.at("file") : workspace.path);
  }
  assert(await freeSpace("no/such/relative/path") !== null);
});

Deno.test("a file system that does not count its blocks has no shortage", async () => {
  assertEquals(await freeSpace("/proc"), null);
  assertEquals(await shortage("/proc", 1), null);
});

Deno.test({
  name: "bytes and inodes of a small disk are counted as they go",
  ignore,
  async fn() {
    using disk = new SmallDisk("size=1m,nr_inodes=100");
    assertEquals((await freeSpace(disk.path))?.freeBytes, MIB);
    Deno.writeFileSync(`${disk.path}/half`, new Uint8Array(MIB / 2));
    const space = await freeSpace(disk.path);
    assertEquals(space?.freeBytes, MIB / 2);
    assert(space!.freeInodes! > 90 && space!.freeInodes! < 100);
  },
});

Deno.test({
  name: "a shortage of bytes is told with what is free and what is asked",
  ignore,
  async fn() {
    using disk = new SmallDisk("size=1m");
    const path = `${disk.path}/results`;
    assertEquals(await shortage(path, MIB), null);
    assertEquals(
      await shortage(path, 2 * 1024 * MIB),
      `Only 1 MiB free on the file system of "${disk.path}", --min-free asks for 2 GiB: ` +
        "make room, name another --output-dir or lower --min-free",
    );
    disk.fill();
    assertEquals((await shortage(path, 1))?.startsWith("Only 0 B free"), true);
    assertEquals(await shortage(path, 0), null);
  },
});

Deno.test({
  name: "a shortage of inodes is told too, unless the check is off",
  ignore,
  async fn() {
    using disk = new SmallDisk("size=1m,nr_inodes=900");
    const text = await shortage(disk.path, 1);
    assert(/^Only \d+ inodes free on .*, a sweep needs 1000: /.test(text ?? ""), String(text));
    assertEquals(await shortage(disk.path, 0), null);
  },
});

Deno.test({
  name: "a file system without a limit of inodes has no shortage of them",
  ignore,
  async fn() {
    using disk = new SmallDisk("size=1m,nr_inodes=0");
    assertEquals((await freeSpace(disk.path))?.freeInodes, null);
    assertEquals(await shortage(disk.path, 1), null);
  },
});
