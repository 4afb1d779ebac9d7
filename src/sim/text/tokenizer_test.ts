import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { anyText } from "../../../tests/harness/any_text.ts";
import { TEXT_IDS, Tokenizer } from "./tokenizer.ts";
import { WORDS } from "./vocabulary.ts";

Deno.test("text comes back from its tokens", () => {
  const tokenizer = new Tokenizer();
  for (
    const text of ["", "Hello, world! 12345\n", "naïve 日本語テキスト", "  two  spaces", "a\tb\r\n"]
  ) {
    assertEquals(tokenizer.decode(tokenizer.encode(text)), text);
  }
});

Deno.test("every text has tokens below the special ones", () => {
  fc.assert(fc.property(anyText(), (text) => {
    const ids = new Tokenizer().encode(text);
    assert(ids.every((id) => Number.isInteger(id) && id >= 0 && id < TEXT_IDS));
    assertEquals(ids.length === 0, text === "");
  }));
});

Deno.test("English has about one token per word and mark", () => {
  const text = "The quick brown fox jumps over the lazy dog, and the dog does not even look up.";
  assertEquals(new Tokenizer().encode(text).length, 19);
});

Deno.test("ids never seen decode to words, special ids to nothing", () => {
  assert(WORDS.includes(new Tokenizer().decode([5])));
  assertEquals(new Tokenizer().decode([128_000, 128_009]), "");
});

Deno.test("every word of the model is one token and no two are the same", () => {
  const ids = WORDS.map((word) => new Tokenizer().encode(word));
  assert(ids.every((list) => list.length === 1));
  assertEquals(new Set(ids.flat()).size, WORDS.length);
});
