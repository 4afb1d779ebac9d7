import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../errors.ts";
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
