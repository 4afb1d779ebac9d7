import { assertEquals } from "@std/assert";
import { columnsOf, cut, cutMiddle, harmless, padded } from "./width.ts";

Deno.test("wide characters take two columns, marks none", () => {
  assertEquals(columnsOf("abc"), 3);
  assertEquals(columnsOf("模型"), 4);
  assertEquals(columnsOf("e\u0301"), 1);
  assertEquals(columnsOf("🚀"), 2);
});

Deno.test("a text is cut by columns, and a wide character is never halved", () => {
  assertEquals(cut("abcdef", 6), "abcdef");
  assertEquals(cut("abcdef", 5), "abc..");
  assertEquals(cut("模型模型", 7), "模型..");
  assertEquals(cut("模型模型", 5), "模..");
  assertEquals(cut("abc", 1), "a");
  assertEquals(cut("模型", 0), "");
});

Deno.test("of a name the beginning and the end stay", () => {
  assertEquals(cutMiddle("max_num_seqs=64", 15), "max_num_seqs=64");
  assertEquals(cutMiddle("max_num_seqs=64", 10), "max..qs=64");
  assertEquals(cutMiddle("模型模型模型模型", 10), "模..型模型");
  assertEquals(cutMiddle("abcdef", 3), "a..");
});

Deno.test("a text is filled up by columns", () => {
  assertEquals(padded("模型", 6), "模型  ");
  assertEquals(padded("toolong", 3), "toolong");
});

Deno.test("what would move the cursor or turn the text around is taken out", () => {
  assertEquals(harmless("a\x1b[2J\r\nb\u202ec\u200dd\ufe0f"), "a?[2J??bcd");
  assertEquals(harmless("\x9b2J"), "?2J");
});
