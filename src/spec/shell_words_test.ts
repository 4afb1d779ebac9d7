import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { anyText } from "../../tests/harness/any_text.ts";
import { UsageError } from "../lib/errors.ts";
import { quoteWords, shellWords } from "./shell_words.ts";

/** Made with Python's shlex.split and shlex.join over generated texts; words is null where shlex.split raises. */
const cases: { text: string; words: string[] | null; joined: string }[] = JSON.parse(
  Deno.readTextFileSync(new URL("../../tests/fixtures/shlex.json", import.meta.url)),
);

Deno.test("words are split and joined as Python's shlex does", () => {
  for (const { text, words, joined } of cases) {
    if (words === null) {
      assertThrows(() => shellWords(text, "--serve-cmd"), UsageError);
    } else {
      assertEquals(shellWords(text, "--serve-cmd"), words, JSON.stringify(text));
      assertEquals(quoteWords(words), joined);
      assertEquals(shellWords(joined, "--serve-cmd"), words);
    }
  }
});

Deno.test("an open quote is named with its place", () => {
  assertThrows(
    () => shellWords(`vllm serve "my model`, "--serve-cmd"),
    UsageError,
    `Cannot split --serve-cmd into words: the " at character 12 is never closed`,
  );
});

Deno.test("any words survive being quoted and split again", () => {
  fc.assert(fc.property(fc.array(anyText()), (words) => {
    assertEquals(shellWords(quoteWords(words), "--serve-cmd"), words);
  }));
});

Deno.test("a backslash at the end and an open single quote are named", () => {
  assertThrows(
    () => shellWords("a\\", "--bench-cmd"),
    UsageError,
    "Cannot split --bench-cmd into words: it ends in a backslash",
  );
  assertThrows(() => shellWords("'a", "--bench-cmd"), UsageError, "the ' at character 1");
});

Deno.test("nothing is expanded and nothing is a comment", () => {
  assertEquals(shellWords("$HOME ~ * `x` a;b # c && d", "--bench-cmd"), [
    ..."$HOME ~ * `x` a;b # c && d".split(" "),
  ]);
});
