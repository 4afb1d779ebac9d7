import { assertEquals, assertThrows } from "@std/assert";
import { decodeUtf8, Utf8Error } from "./utf8.ts";

const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("text comes out whole, a byte order mark included", () => {
  for (const text of ["", "a", "\ufeff{}", "é\n漢😀"]) assertEquals(decodeUtf8(encode(text)), text);
});

Deno.test("the first byte that is no text is named with its place", () => {
  const cases: [number[], string][] = [
    [[...encode("[\n é"), 0xe9, 0x22], "line 2, column 3: the byte 0xE9"],
    [[0xff], "line 1, column 1: the byte 0xFF"],
    [[...encode("ab"), 0xe6, 0xbc], "line 1, column 3"],
    [[...encode("a\n"), 0xc3, 0x28, 0x61], "line 2, column 1"],
    [[0xff, 0xfe, 0x5b, 0], "UTF-16"],
    [[0x1f, 0x8b, 8], "gzip"],
  ];
  for (const [bytes, message] of cases) {
    assertThrows(() => decodeUtf8(new Uint8Array(bytes)), Utf8Error, message);
  }
});
