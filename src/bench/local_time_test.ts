import { assertEquals } from "@std/assert";
import { compactTime, isoTime } from "./local_time.ts";

Deno.test("local times are padded as Python writes them", () => {
  const time = new Date(2025, 0, 2, 3, 4, 5, 67);

  assertEquals(compactTime(time), "20250102-030405");
  assertEquals(isoTime(time), "2025-01-02T03:04:05.067000");
});
