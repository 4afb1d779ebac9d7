import { assertEquals } from "@std/assert";
import { WholeLines } from "./whole_lines.ts";

/** What is passed on of these pieces. */
function passed(...pieces: string[]): string[] {
  const written: string[] = [];
  const lines = new WholeLines((bytes) => written.push(new TextDecoder().decode(bytes)));
  for (const piece of pieces) lines.add(new TextEncoder().encode(piece));
  lines.end();
  return written;
}

Deno.test("a line is held back until it is whole, and the last one gets an end", () => {
  assertEquals(passed("one\ntw", "o", "\nthr", "ee"), ["one\n", "two\n", "three\n"]);
  assertEquals(passed("one\ntwo\n"), ["one\ntwo\n"]);
  assertEquals(passed("\r 10 %", "\r 20 %", "\n"), ["\r", " 10 %\r", " 20 %\n"]);
  assertEquals(passed(), []);
});

Deno.test("a line without an end does not fill the memory", () => {
  const piece = "x".repeat(50_000);
  assertEquals(passed(piece, piece, "y\n").map((text) => text.length), [100_000, 2]);
});
