import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../errors.ts";
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
