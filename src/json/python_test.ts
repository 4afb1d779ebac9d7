import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { anyText } from "../../tests/harness/any_text.ts";
import { parseJson } from "./parse.ts";
import { fromPlain, toPlain } from "./plain.ts";
import { pyEquals, pyFloat, pyJson, pyNumber, pyRepr, pyStr, strictJson } from "./python.ts";
import { type Json, JsonNumber } from "./value.ts";

/** What CPython printed, made by tests/fixtures/pandas/generate.py. */
interface Printed {
  json: string;
  str?: string;
  repr: string;
  dumps: string;
  indent4?: string;
}

const fixture: { printed: Printed[]; equal: { json: string; equals: string }[] } = JSON.parse(
  Deno.readTextFileSync(new URL("../../tests/fixtures/pandas/python.json", import.meta.url)),
);

function read(text: string): Json {
  return parseJson(text).value;
}

Deno.test("Values print as CPython printed them", () => {
  assert(fixture.printed.length > 1000);
  for (const { json, str, repr, dumps, indent4 } of fixture.printed) {
    const value = read(json);
    assertEquals(pyRepr(value), repr, json);
    assertEquals(pyJson(value), dumps, json);
    if (str !== undefined) assertEquals(pyStr(value), str, json);
    if (indent4 !== undefined) assertEquals(pyJson(value, { indent: 4 }), indent4, json);
  }
});

Deno.test("pyEquals agrees with CPython on every pair of the fixture", () => {
  const values = fixture.equal.map(({ json }) => read(json));
  fixture.equal.forEach(({ json, equals }, i) => {
    const row = values.map((other) => pyEquals(values[i] as Json, other) ? "1" : "0").join("");
    assertEquals(row, equals, json);
  });
});

Deno.test("pyNumber prints integers exactly and floats by repr", () => {
  const cases = {
    "-0": "0",
    "12345678901234567890": "12345678901234567890",
    "1.0": "1.0",
    "-0.0": "-0.0",
    "0.00001": "1e-05",
    "0.0001": "0.0001",
    "1e15": "1000000000000000.0",
    "1e16": "1e+16",
    "123456789012345680.0": "1.2345678901234568e+17",
    "1E400": "inf",
    "-Infinity": "-inf",
    "NaN": "nan",
  };
  for (const [text, expected] of Object.entries(cases)) {
    assertEquals(pyNumber(new JsonNumber(text)), expected);
  }
});

Deno.test("pyFloat reads back as the same double and never looks like an integer", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = pyFloat(value);
      assert(Object.is(Number(text), value), text);
      assert(/[.e]/.test(text), text);
    }),
  );
});

Deno.test("pyJson is read back as an equal value, on one line and indented", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(8), (plain, indent) => {
      const value = fromPlain(plain);
      // As pyRepr has it: the spelling of floats may change (1e-9, 1e-09), the order of keys may not.
      assertEquals(pyRepr(read(pyJson(value))), pyRepr(value));
      assertEquals(pyRepr(read(pyJson(value, { indent }))), pyRepr(value));
    }),
  );
});

Deno.test("pyJson writes ASCII only", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      assert(/^[ -~]*$/.test(pyJson(text)));
      assertEquals(JSON.parse(pyJson(text)), text);
    }),
  );
});

Deno.test("pyEquals is reflexive, symmetric and blind to the order of keys", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      const [a, b] = [fromPlain(left), fromPlain(right)];
      assert(pyEquals(a, fromPlain(left)));
      assertEquals(pyEquals(a, b), pyEquals(b, a));
      assert(pyEquals(a, reversed(a)));
    }),
  );
});

function reversed(v: Json): Json {
  if (Array.isArray(v)) return v.map(reversed);
  if (!(v instanceof Map)) return v;
  return new Map([...v].reverse().map(([key, item]) => [key, reversed(item)]));
}

Deno.test("pyEquals compares numbers of different types exactly", () => {
  const equal = (a: string, b: string) => pyEquals(read(a), read(b));
  assert(equal("5", "5.0"));
  assert(equal("true", "1.0"));
  assert(equal("9007199254740992", "9007199254740992.0"));
  assert(!equal("9007199254740993", "9007199254740992.0"));
  assert(!equal("1", '"1"'));
  assert(!equal("NaN", "NaN"));
  assert(equal("1e400", "Infinity"));
  assert(!equal(`1${"0".repeat(400)}`, "Infinity"));
  assert(!equal(`1${"0".repeat(400)}`, `2${"0".repeat(400)}`));
});

Deno.test("toPlain undoes fromPlain", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (plain) => {
      const expected = JSON.parse(JSON.stringify(plain));
      assertEquals(JSON.parse(JSON.stringify(toPlain(fromPlain(plain)))), expected);
    }),
  );
});

Deno.test("strictJson is read by strict readers: numbers that JSON does not have are null", () => {
  const value = read(`{"a": [NaN, 1e400, {"b": -Infinity}], "10": 1${"0".repeat(400)}, "c": 1.0}`);
  const text = `{"a": [null, null, {"b": null}], "10": 1${"0".repeat(400)}, "c": 1.0}`;
  assertEquals(strictJson(value), text);
  assertEquals(JSON.parse(text).a, [null, null, { b: null }]);
});
