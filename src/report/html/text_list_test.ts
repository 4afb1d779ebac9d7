import { assertEquals } from "@std/assert";
import { assert, constantFrom, property, string } from "fast-check";
import { array } from "fast-check";
import { decodeTexts, TextList } from "./text_list.ts";

Deno.test("texts come back as they were, whatever they share", () => {
  const text = array(constantFrom("a", "b", "run=", "😀")).map((parts) => parts.join(""));
  assert(property(array(text), (texts) => {
    const list = new TextList();
    const indices = texts.map((each) => list.add(each));
    const decoded = decodeTexts(list.entries);
    assertEquals(indices.map((index) => decoded[index]), texts);
  }));
  assert(property(array(string()), (texts) => {
    const list = new TextList();
    texts.forEach((each) => list.add(each));
    assertEquals(decodeTexts(list.entries), [...new Set(texts)]);
  }));
});

Deno.test("a text that differs little costs little, one that is none has no index", () => {
  const list = new TextList();
  list.add("vllm bench serve --result-dir /data/a/.run=0 --result-filename run=0.json");
  list.add("vllm bench serve --result-dir /data/a/.run=1 --result-filename run=1.json");
  assertEquals(list.entries[1]![2], "1 --result-filename run=1");
  assertEquals(list.add(null), -1);
});
