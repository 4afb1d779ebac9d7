import { assertEquals, assertThrows } from "@std/assert";
import { parseJson } from "./parse.ts";
import { fromPlain, toPlain } from "./plain.ts";
import { pyJson } from "./python.ts";
import { JsonNumber } from "./value.ts";

Deno.test("toPlain turns numbers into doubles, the special ones too", () => {
  const { value } = parseJson('{"a": [1.0, 1e400, NaN, null], "b": {"c": "x"}}');
  assertEquals(toPlain(value), { a: [1, Infinity, NaN, null], b: { c: "x" } });
});

Deno.test("fromPlain leaves undefined properties out and takes JSON values among the data", () => {
  const value = fromPlain({
    a: undefined,
    b: [1, 2.5, -Infinity, 2n ** 70n],
    c: new Map([["10", new JsonNumber("1.0")], ["2", new JsonNumber("2")]]),
  });
  const expected = '{"b": [1, 2.5, -Infinity, 1180591620717411303424], "c": {"10": 1.0, "2": 2}}';
  assertEquals(pyJson(value), expected);
});

Deno.test("fromPlain refuses what JSON does not have", () => {
  assertThrows(() => fromPlain({ a: () => 1 }), TypeError, "of type function");
  assertThrows(() => fromPlain([undefined]), TypeError, "of type undefined");
});
