import { assertEquals, assertThrows } from "@std/assert";
import { ifThere, isThere, readTextIfThere, removeIfThere } from "./files.ts";

Deno.test("a file that is not there is null, and what cannot be read is an error", () => {
  const directory = Deno.makeTempDirSync();
  const path = `${directory}/a`;
  try {
    assertEquals([readTextIfThere(path), isThere(path)], [null, false]);
    removeIfThere(path);
    Deno.symlinkSync(`${directory}/nowhere`, path);
    assertEquals([readTextIfThere(path), isThere(path)], [null, true]);
    removeIfThere(path);
    Deno.writeTextFileSync(path, "");
    assertEquals([readTextIfThere(path), isThere(path)], ["", true]);
    assertThrows(() => readTextIfThere(directory), Error, "directory");
    assertThrows(() => ifThere(() => Deno.readDirSync(path)), Error);
    removeIfThere(directory);
    assertEquals(isThere(directory), false);
  } finally {
    removeIfThere(directory);
  }
});
