import { assert, assertEquals, assertThrows } from "@std/assert";
import { parse as parseJsonc } from "@std/jsonc";
import { type AnyNode, parse as momoa } from "@humanwhocodes/momoa";
import fc from "fast-check";
import { JsonSyntaxError, MAX_DEPTH, parseJson } from "./parse.ts";
import { pyRepr, toPlain } from "./python.ts";
import type { JsonNumber, JsonObject } from "./value.ts";

/** Values that JSON.stringify writes and every reader reads back the same. */
const values = fc.jsonValue();
const texts = fc.tuple(values, fc.constantFrom(undefined, 2, "\t"))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

function plain(text: string): unknown {
  return toPlain(parseJson(text).value);
}

Deno.test("parseJson reads the same values as JSON.parse", () => {
  fc.assert(fc.property(texts, (text) => assertEquals(plain(text), JSON.parse(text))));
});

Deno.test("parseJson accepts exactly what JSON.parse does, but for its documented extensions", () => {
  const damaged = fc.tuple(
    texts,
    fc.nat(),
    fc.constantFrom("", ",", '"', "]", "}", "0", "-", "\\", "\n", "x", "."),
  )
    .map(([text, at, put]) => {
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + put + text.slice(cut + (put === "" ? 1 : 0));
    });
  fc.assert(
    fc.property(damaged, (text) => {
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        // The extensions that the damage can make: a trailing comma, a comment out of a string.
        if (/,\s*[\]}]|\/[/*]/.test(text)) return;
        assertThrows(() => parseJson(text), JsonSyntaxError);
        return;
      }
      assertEquals(plain(text), expected);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("parseJson reads comments and trailing commas as @std/jsonc does", () => {
  const blanks = fc.constantFrom(
    "",
    " ",
    "\n",
    "/* c */",
    "/**/",
    "/* ** // */",
    "// c\n",
    "\t// [1]\r\n",
  );
  fc.assert(
    fc.property(values, fc.infiniteStream(blanks), (value, stream) => {
      const blank = () => stream.next().value as string;
      const text = (v: unknown): string => {
        if (Array.isArray(v)) {
          const items = v.map((item) => `${text(item)},`).join(blank());
          return `${blank()}[${blank()}${items}${blank()}]${blank()}`;
        }
        if (typeof v === "object" && v !== null) {
          const members = Object.entries(v)
            .map(([key, item]) => `${blank()}${JSON.stringify(key)}${blank()}:${text(item)}`);
          return `${blank()}{${members.join(",")}${blank()}}${blank()}`;
        }
        return `${blank()}${JSON.stringify(v)}${blank()}`;
      };
      const jsonc = text(value);
      assertEquals(plain(jsonc), parseJsonc(jsonc));
    }),
  );
});

Deno.test("positionOf agrees with an independent parser", () => {
  function check(node: AnyNode, path: (string | number)[], text: string): void {
    const { line, column } = node.loc.start;
    assertEquals(parseJson(text).positionOf(path), { line, column });
    if (node.type === "Array") {
      node.elements.forEach((element, i) => check(element.value, [...path, i], text));
    } else if (node.type === "Object") {
      for (const member of node.members) {
        if (member.name.type === "String") check(member.value, [...path, member.name.value], text);
      }
    }
  }
  fc.assert(fc.property(texts, (text) => check(momoa(text, { mode: "jsonc" }).body, [], text)));
});

Deno.test("positionOf gives the nearest place that exists, and of a repeated key the last value", () => {
  const document = parseJson('\ufeff{\r\n  "a": [1,\r 2],\n  "a": [3, {"b": null}]\n}');
  assertEquals(document.positionOf([]), { line: 1, column: 1 });
  assertEquals(document.positionOf(["a"]), { line: 4, column: 8 });
  assertEquals(document.positionOf(["a", 1, "b"]), { line: 4, column: 18 });
  assertEquals(document.positionOf(["a", 7]), { line: 4, column: 8 });
  assertEquals(document.positionOf(["missing", "a"]), { line: 1, column: 1 });
  assertEquals(parseJson("// c\r\n[1,\r2]").positionOf([1]), { line: 3, column: 1 });
});

Deno.test("parseJson keeps the text of numbers", () => {
  const literals = [
    "0",
    "-0",
    "1.0",
    "1e-05",
    "1E400",
    "12345678901234567890",
    "NaN",
    "Infinity",
    "-Infinity",
  ];
  const array = parseJson(`[${literals.join(",")}]`).value as JsonNumber[];
  assertEquals(array.map((n) => n.text), literals);
});

Deno.test("parseJson keeps the order of keys that look like integers", () => {
  const object = parseJson('{"b": 1, "10": 2, "2": 3, "a": 4}').value as JsonObject;
  assertEquals([...object.keys()], ["b", "10", "2", "a"]);
});

Deno.test("A repeated key keeps its first place and its last value", () => {
  assertEquals(pyRepr(parseJson('{"a": 1, "b": 2, "a": 3.0}').value), "{'a': 3.0, 'b': 2}");
});

Deno.test("The key __proto__ is a key like any other", () => {
  const object = parseJson('{"__proto__": {"polluted": true}, "a": 1}').value as JsonObject;
  assertEquals([...object.keys()], ["__proto__", "a"]);
  const asPlain = toPlain(object) as Record<string, unknown>;
  assertEquals(Object.keys(asPlain), ["__proto__", "a"]);
  assertEquals(asPlain["polluted"], undefined);
});

Deno.test("A byte order mark is passed over at the start only", () => {
  assertEquals(plain("\ufeff[1]"), [1]);
  assertThrows(() => parseJson("[\ufeff1]"), JsonSyntaxError, "found the character U+FEFF");
});

Deno.test("Values may be nested up to the limit, deeper ones are a syntax error", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  assert(Array.isArray(parseJson(nested(MAX_DEPTH)).value));
  const tooDeep = `nested more than ${MAX_DEPTH} levels deep`;
  assertThrows(() => parseJson(nested(MAX_DEPTH + 1)), JsonSyntaxError, tooDeep);
  assertThrows(() => parseJson("[".repeat(100_000)), JsonSyntaxError, tooDeep);
  assertThrows(() => parseJson('{"a":'.repeat(100_000)), JsonSyntaxError, tooDeep);
});

Deno.test("Any number of comments and very long strings are read", () => {
  assertEquals(plain("// c\n".repeat(50_000) + "1"), 1);
  const long = "a".repeat(5_000_000);
  assert(plain(`"${long}\\n"`) === `${long}\n`);
});

const ERRORS: [text: string, line: number, column: number, reason: string][] = [
  ["", 1, 1, "expected a value, found the end of the text"],
  ["// only a comment", 1, 18, "expected a value, found the end of the text"],
  ["[1 2]", 1, 4, 'expected "," or "]", found "2"'],
  ["[1, 2", 1, 6, 'expected "," or "]", found the end of the text'],
  ['{"a": 1\n "b": 2}', 2, 2, 'expected "," or "}", found a string'],
  ['{"a" 1}', 1, 6, 'expected ":" after the key, found "1"'],
  ["{a: 1}", 1, 2, 'expected a key in double quotes or "}", found "a"'],
  ["{,}", 1, 2, 'expected a key in double quotes or "}", found ","'],
  ['{"a": }', 1, 7, 'expected a value, found "}"'],
  ["[1,,2]", 1, 4, 'expected a value, found ","'],
  ["[,]", 1, 2, 'expected a value, found ","'],
  ["['a']", 1, 2, "expected a value, found a single quote; strings take double quotes"],
  ["[True]", 1, 2, 'expected a value, found "True"; write true'],
  ["[nan]", 1, 2, 'expected a value, found "nan"; write NaN'],
  ["[-NaN]", 1, 2, 'expected a value, found "-NaN"'],
  ["[+Infinity]", 1, 2, 'expected a value, found "+Infinity"'],
  ["[01]", 1, 2, "malformed number 01"],
  ["[1.]", 1, 2, "malformed number 1."],
  ["[.5]", 1, 2, "malformed number .5"],
  ["[0x10]", 1, 2, "malformed number 0x10"],
  ["[1] x", 1, 5, 'expected the end of the text after the value, found "x"'],
  ["[1] /", 1, 5, 'expected the end of the text after the value, found "/"'],
  ["[1]\n/* c", 2, 1, "comment without a closing */"],
  ['{"a": "x, \n"b": 1}', 1, 7, "string without a closing quote"],
  ['["a', 1, 2, "string without a closing quote"],
  ['["a\tb"]', 1, 4, "control character in a string; write it as \\t"],
  ['["a\0"]', 1, 4, "control character in a string; write it as \\u0000"],
  ['["C:\\xy"]', 1, 5, "invalid escape \\x in a string; a backslash itself is written as \\\\"],
  ['["\\u12"]', 1, 3, "invalid escape \\u12 in a string; a backslash itself is written as \\\\"],
  ["[\u00a01]", 1, 2, "expected a value, found the character U+00A0"],
  ["[1]\r\n\r\n]", 3, 1, 'expected the end of the text after the value, found "]"'],
];

for (const [text, line, column, reason] of ERRORS) {
  Deno.test(`The syntax error of ${JSON.stringify(text)} names the place and the reason`, () => {
    const error = assertThrows(() => parseJson(text), JsonSyntaxError);
    assertEquals([error.line, error.column, error.reason], [line, column, reason]);
    assertEquals(error.message, `line ${line}, column ${column}: ${reason}`);
  });
}

Deno.test("A syntax error shows no more than the start of a very long word", () => {
  const error = assertThrows(() => parseJson(`[1 ${"x".repeat(1000)}]`), JsonSyntaxError);
  assert(error.message.length < 120, error.message);
});
