import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { pyJson, toPlain } from "../json/python.ts";
import { readOptions } from "./read.ts";

const vectors = JSON.parse(
  Deno.readTextFileSync(new URL("../../tests/fixtures/vectors.json", import.meta.url)),
);
const OPTIONS = [{ name: "json-arg", kind: "json", group: "g", help: "h" }] as const;

for (const { args, value } of vectors.jsonArguments) {
  Deno.test(`JSON argument forms as vLLM: ${args.join(" ")}`, () => {
    assertEquals(toPlain(readOptions(args, OPTIONS, "x").json("json-arg")!), value);
  });
}

Deno.test("dotted forms keep the spelling of numbers and add to JSON text", () => {
  const args = ["--json-arg", `{"a": {"b": 1}}`, "--json-arg.a.c", "1.0", "--json-arg.l+", "x"];
  const value = readOptions(args, OPTIONS, "x").json("json-arg")!;
  assertEquals(pyJson(value), `{"a": {"b": 1, "c": 1.0}, "l": ["x"]}`);
});

Deno.test("text that only our own reader would take stays text", () => {
  assertEquals(
    readOptions(["--json-arg.a", "[1,]"], OPTIONS, "x").json("json-arg"),
    new Map([["a", "[1,]"]]),
  );
});

Deno.test("an empty key is an error", () => {
  assertThrows(() => readOptions(["--json-arg.a..b", "1"], OPTIONS, "x"), UsageError, "empty key");
});

Deno.test("Python's NaN and Infinity are numbers inside JSON too", () => {
  const value = readOptions(["--json-arg.a", `[NaN, "NaN", -Infinity]`], OPTIONS, "x").json(
    "json-arg",
  )!;
  assertEquals(pyJson(value), `{"a": [NaN, "NaN", -Infinity]}`);
});

Deno.test("text that is no JSON, or no object for dotted forms, is an error", () => {
  const fails = (message: string, ...argv: string[]) =>
    assertThrows(() => readOptions(argv, OPTIONS, "x").json("json-arg"), UsageError, message);
  fails("--json-arg is no JSON: line 1, column 2:", "--json-arg", "{a}");
  fails("--json-arg.KEY cannot add to it", "--json-arg", "[1]", "--json-arg.a", "1");
});

Deno.test("of text given twice the last one counts, and dotted forms are added after it", () => {
  const argv = ["--json-arg", `{"a": 1}`, "--json-arg.c", "3", "--json-arg", `{"b": 2, "c": 0}`];
  assertEquals(pyJson(readOptions(argv, OPTIONS, "x").json("json-arg")!), `{"b": 2, "c": 3}`);
});

Deno.test("objects merge deeply, lists add up, of anything else the last one counts", () => {
  const read = (...argv: string[]) => pyJson(readOptions(argv, OPTIONS, "x").json("json-arg")!);
  assertEquals(
    read("--json-arg.a.b", "1", "--json-arg.a", `{"c": 2, "b": {"d": 3}}`, "--json-arg.a.b.e", "4"),
    `{"a": {"b": {"d": 3, "e": 4}, "c": 2}}`,
  );
  assertEquals(
    read("--json-arg.l+", "1,2", "--json-arg.l", "[3]", "--json-arg.l+=x"),
    `{"l": ["1", "2", 3, "x"]}`,
  );
  assertEquals(read("--json-arg.a", "[1]", "--json-arg.a", "text"), `{"a": "text"}`);
  assertEquals(read("--json-arg.a", "1", "--json-arg.a.b", "2"), `{"a": {"b": 2}}`);
});

Deno.test("underscores become dashes before the first dot only, and a value may begin with a dash", () => {
  const read = (...argv: string[]) => pyJson(readOptions(argv, OPTIONS, "x").json("json-arg")!);
  assertEquals(read("--json_arg.a_b.c-d=x_y=z"), `{"a_b": {"c-d": "x_y=z"}}`);
  assertEquals(read("--json-arg.a", "-1", "--json-arg.b", "--other"), `{"a": -1, "b": "--other"}`);
  assertEquals(read("--json-arg.a", "", "--json-arg.b+="), `{"a": "", "b": [""]}`);
});
