import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { fromPlain, toPlain } from "./plain.ts";
import { pyRepr } from "./python.ts";
import { pythonDictionary } from "./python_literal.ts";

function read(text: string): unknown {
  const value = pythonDictionary(text);
  return value === null ? null : toPlain(value);
}

Deno.test("a dictionary is read as Python prints it, and what is behind it does not matter", () => {
  assertEquals(
    read(
      `{'a': 16, 'b': None, 'c': [True, 1.5, -2e-05], "it's": 'x\\'y\\\\', 'd': ('p',), 'e': {}} (more)`,
    ),
    { a: 16, b: null, c: [true, 1.5, -2e-5], "it's": "x'y\\", d: ["p"], e: {} },
  );
});

Deno.test("a value of a kind of its own is its text", () => {
  assertEquals(
    read(`{'mode': <Mode.A: {'x': 1}>, 'path': PosixPath('/a,b'), 'dtype': torch.float16, 'n': 1}`),
    { mode: "<Mode.A: {'x': 1}>", path: "PosixPath('/a,b')", dtype: "torch.float16", n: 1 },
  );
});

Deno.test("what is no dictionary, or has no end, is none", () => {
  for (const text of ["", "x", "{'a': 1", "{'a'", "{'a': 'b", "{'a': }", "{".repeat(100)]) {
    assertEquals(read(text), null, text);
  }
});

Deno.test("what we print as Python does is read back", () => {
  const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      ...[fc.string(), fc.integer(), fc.boolean(), fc.constant(null)],
      fc.array(tie("value")),
      fc.dictionary(fc.string(), tie("value")),
    ),
  })).value;
  // Signs that are printed by their number are kept as they are printed.
  const isPlain = (item: unknown) => !/\\[xuU]/.test(pyRepr(fromPlain(item)));
  fc.assert(fc.property(fc.dictionary(fc.string(), value).filter(isPlain), (item) => {
    assertEquals(read(pyRepr(fromPlain(item))), toPlain(fromPlain(item)));
  }));
});

Deno.test("any text has an answer", () => {
  fc.assert(fc.property(fc.string(), (text) => void pythonDictionary(`{${text}`)));
});
