import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { anyText } from "../../tests/harness/any_text.ts";
import { SseParser } from "./sse.ts";

function parse(chunks: readonly Uint8Array[]): string[] {
  const parser = new SseParser();
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function cut(whole: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (whole.length + 1)), whole.length]
    .sort((a, b) => a - b);
  return ends.map((end, index) => whole.subarray(ends[index - 1] ?? 0, end));
}

Deno.test("events come out the same wherever the chunks end and however lines end", () => {
  const line = anyText()
    .map((text) => text.replace(/[\r\n]/g, "")).filter((text) => text.isWellFormed());
  const event = fc.array(line, { minLength: 1, maxLength: 3 });
  const ending = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(
    fc.property(fc.array(event), ending, fc.array(fc.nat()), (list, end, places) => {
      const text = list.map((lines) =>
        `: ping${end}id: 7${end}` + lines.map((item) => `data: ${item}${end}`).join("") + end
      ).join("");

      assertEquals(parse(cut(bytes(text), places)), list.map((lines) => lines.join("\n")));
    }),
  );
});

Deno.test("an event comes out with the chunk that completes it", () => {
  const parser = new SseParser();

  assertEquals(parser.push(bytes("data: 1\n")), []);
  assertEquals(parser.push(bytes("\ndata: 2\n\ndata: 3")), ["1", "2"]);
  assertEquals(parser.push(bytes("\n\n")), ["3"]);
  assertEquals(parser.end(), []);
});

Deno.test("a line feed after a carriage return in the chunk before is no blank line", () => {
  const parser = new SseParser();

  assertEquals(parser.push(bytes("data: 1\r")), []);
  assertEquals(parser.push(bytes("\ndata: 2\r")), []);
  assertEquals(parser.push(bytes("\n\r")), ["1\n2"]);
  assertEquals(parser.push(bytes("\n")), []);
});

Deno.test("only one blank after the colon is dropped, and it may be missing", () => {
  assertEquals(parse([bytes("data:x\n\ndata:  y\n\ndata\n\n")]), ["x", " y", ""]);
});

Deno.test("an event without its blank line comes out at the end of the body", () => {
  assertEquals(parse([bytes("data: [DONE]")]), ["[DONE]"]);
  assertEquals(parse([bytes("data: a\ndata: b\n")]), ["a\nb"]);
});

Deno.test("comments and other fields are no events", () => {
  assertEquals(parse([bytes(": ping\n\nevent: x\nretry: 5\n\ndatabase: y\n\n")]), []);
});
