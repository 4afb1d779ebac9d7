import { assert, assertEquals } from "@std/assert";
import { figureFile } from "./figure_file.ts";

Deno.test("names are vLLM's: the group behind the name, no separators and no way up", () => {
  const name = (...group: [string, string][]) => figureFile("FIGURE", group, new Set());
  assertEquals(name(), "FIGURE");
  assertEquals(
    name(["max_num_seqs", "32"], ["model", "a/b..c"]),
    "FIGURE-max_num_seqs=32-model=a_b__c",
  );
});

Deno.test("names that would be the same or too long get a number", () => {
  const taken = new Set<string>();
  assertEquals(figureFile("F", [["model", "a/b"]], taken), "F-model=a_b");
  assertEquals(figureFile("F", [["model", "a_b"]], taken), "F-model=a_b-1");
  assertEquals(figureFile("F", [["model", "a/b"]], taken), "F-model=a_b-2");
  const long = figureFile("F", [["model", "ü".repeat(200)]], taken);
  assert(new TextEncoder().encode(`.${long}.svg.tmp`).length <= 255);
  assert(figureFile("F", [["model", "ü".repeat(200)]], taken) !== long);
});
