import { assertEquals } from "@std/assert";
import { printable, printableOutput } from "./printable.ts";

Deno.test("what acts on a terminal or hides is written out; line ends, tabs and letters stay", () => {
  const texts: [string, string][] = [
    ["a\x1b]0;t\x07\n\tb\r\nc\rd", "a\\x1b]0;t\\x07\n\tb\r\nc\\x0dd"],
    ["\x00\x7f\x90\x9b2J", "\\x00\\u007f\\u0090\\u009b2J"],
    ["\u202ea\u2066b\u200bc\u2028d\ufeff", "\\u202ea\\u2066b\\u200bc\\u2028d\\ufeff"],
    ["\ud800x\u{e0041}", "\\ud800x\\udb40\\udc41"],
    ["ü 日本 \u{1f600} é", "ü 日本 \u{1f600} é"],
  ];
  for (const [text, shown] of texts) assertEquals(printable(text), shown);
});

Deno.test("JSON stays the same document", () => {
  const value = { "a\u009b": "\x1b\x7f\u009b\u202e\u2028\u{e0041}\ud800\n" };
  assertEquals(JSON.parse(printable(JSON.stringify(value))), value);
});

Deno.test("of the output of a program colours and lines that it writes over stay", () => {
  assertEquals(
    printableOutput("\x1b[1;31mred\x1b[0m 1 %\r2 %\r\n\x1b]52;c;x\x07\x1b[2J\x9b2J"),
    "\x1b[1;31mred\x1b[0m 1 %\r2 %\r\n\\x1b]52;c;x\\x07\\x1b[2J\\u009b2J",
  );
});
