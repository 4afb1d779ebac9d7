import { assertEquals } from "@std/assert";
import { assert, constantFrom, property, string } from "fast-check";
import { array } from "fast-check";
import { TextList } from "./text_list.ts";

/** As src/report/page/data.js reads it, which needs a page. */
function decode(entries: readonly (readonly [number, number, string])[]): string[] {
  let previous = "";
  return entries.map(([head, tail, middle]) => {
    previous = previous.slice(0, head) + middle + previous.slice(previous.length - tail);
    return previous;
  });
}

Deno.test("texts come back as they were, whatever they share", () => {
  const text = array(constantFrom("a", "b", "run=", "😀")).map((parts) => parts.join(""));
  assert(property(array(text), (texts) => {
    const list = new TextList();
    const indices = texts.map((each) => list.add(each));
    const decoded = decode(list.entries);
    assertEquals(indices.map((index) => decoded[index]), texts);
  }));
  assert(property(array(string()), (texts) => {
    const list = new TextList();
    texts.forEach((each) => list.add(each));
    assertEquals(decode(list.entries), [...new Set(texts)]);
  }));
});

Deno.test("a text that differs little costs little, one that is none has no index", () => {
  const list = new TextList();
  list.add("vllm bench serve --result-dir /data/a/.run=0 --result-filename run=0.json");
  list.add("vllm bench serve --result-dir /data/a/.run=1 --result-filename run=1.json");
  assertEquals(list.entries[1]![2], "1 --result-filename run=1");
  assertEquals(list.add(null), -1);
});
