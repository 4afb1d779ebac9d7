import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { pyJson } from "../json/python.ts";
import { readParameterSets } from "./parameters.ts";

const read = (text: string) =>
  readParameterSets({ what: "serve params", origin: "s.jsonc", content: { text } });

Deno.test("lists and named objects become sets; numbers, big integers and order are kept", () => {
  assertEquals(
    read(`[{"b": 1.0, "10": 12345678901234567890, "2": 1e-05}, {},]`).map(({ params }) =>
      pyJson(params)
    ),
    [`{"b": 1.0, "10": 12345678901234567890, "2": 1e-05}`, "{}"],
  );
  assertEquals(
    read(`{ // named\n"10": {"a": 1}, "2": {"a": 2}}`).map(({ params }) => pyJson(params)),
    [`{"_benchmark_name": "10", "a": 1}`, `{"_benchmark_name": "2", "a": 2}`],
  );
});

const MISTAKES: readonly [text: string, message: string][] = [
  [
    `[{"a": 1}\n {"b": 2}]`,
    `Cannot read serve params "s.jsonc": line 2, column 2: expected "," or "]"`,
  ],
  [`[]`, "line 1, column 1: the list is empty"],
  [`{}`, "the object is empty"],
  [`3`, "expected a list of objects or an object of named objects, found a number"],
  [`[{},\n 3]`, "line 2, column 2: [1]: expected a parameter set (an object), found a number"],
  [
    `{"a": 1}`,
    "a: expected a parameter set (an object), found a number (a file with one unnamed set",
  ],
  [`[{"a": 1}, {"a": 1}]`, "line 1, column 12: [1]: the same parameter set as [0]"],
  [`[{"api_key": "x"}, {"api_key": "y"}]`, "[1]: the same parameter set as [0]"],
  [
    `[{"_benchmark_name": "x"}, {"_benchmark_name": "x", "a": 1}]`,
    `[1]: the name "x" is that of [0] too`,
  ],
  [`[{"_benchmark_name": 3}]`, "[0]._benchmark_name: expected a name"],
  [`[{"_env": {"A": true}}]`, "[0]._env.A: expected a string or a number, found a boolean"],
  [`[{"_env": {"1A": "x"}}]`, `"1A" is no name of an environment variable`],
  [`[{"--a": 1}]`, `"--a" is no name of a flag`],
  [`[{"a b": 1}]`, `"a b" is no name of a flag`],
  [`[{"a": "x\\u0000"}]`, "a value cannot hold the character NUL"],
  [`[{"a": "x\\ud800"}]`, "a value cannot hold half a surrogate pair"],
  [`[{"_env": {"A": "x\\u0000"}}]`, "[0]._env.A: a value cannot hold the character NUL"],
  [`[{"_env": 1}]`, "[0]._env: expected an object of variables, found a number"],
  [`[{"_benchmark_name": " "}]`, "[0]._benchmark_name: expected a name"],
  [
    `[{"_benchmark_name": "a\\nb"}]`,
    'the name "a\\nb" has a character that no file name should have',
  ],
  [`{"": {"a": 1}}`, "expected a name (a string that is not empty), found a string"],
  [`[{"": 1}]`, '"" is no name of a flag'],
  [`[{"\\ud83d": 1}]`, String.raw`"\ud83d" is no name of a flag`],
  [`[{"a\\u001b[2J": 1}]`, String.raw`"a\u001b[2J" is no name of a flag`],
  [`[{"_env": {"\\u0000": 1}}]`, String.raw`"\u0000" is no name of an environment variable`],
  [`[{"a=b": 1}]`, '"a=b" is no name of a flag'],
  [
    `[{"_benchmark_nmae": "x"}]`,
    '[0]._benchmark_nmae: keys that begin with "_" are reserved: _benchmark_name and _env',
  ],
  [
    `{"a": {"x": 1},\n "b": {},\n "a": {"x": 2}}`,
    "line 3, column 2: a: this name stands at line 1, column 2 too; names must differ",
  ],
  [`{"a": {"_benchmark_name": "n"}, "n": {}}`, 'the name "n" is that of a too'],
];

for (const [text, message] of MISTAKES) {
  Deno.test(`parameter mistake: ${message}`, () => {
    assertThrows(() => read(text), UsageError, message);
  });
}

Deno.test("sets with another order of keys are different sets: the order is that of the arguments", () => {
  assertEquals(read(`[{"a": 1, "b": 2}, {"b": 2, "a": 1}]`).length, 2);
});

Deno.test("1 and 1.0 are different sets: they are different arguments", () => {
  assertEquals(read(`[{"a": 1}, {"a": 1.0}]`).length, 2);
});

Deno.test("each set knows where it stands", () => {
  assertEquals(read('[{}, {"a": 1}]').map(({ origin }) => origin), [
    "s.jsonc: [0]",
    "s.jsonc: [1]",
  ]);
  assertEquals(read(`{"small": {}, "two words": {}}`).map(({ origin }) => origin), [
    "s.jsonc: small",
    `s.jsonc: ["two words"]`,
  ]);
});

Deno.test("sets with names may be equal otherwise, and an own name replaces the one of the object form", () => {
  const names = (text: string) => read(text).map(({ params }) => params.get("_benchmark_name"));
  assertEquals(names(`[{"_benchmark_name": "x", "a": 1}, {"_benchmark_name": "y", "a": 1}]`), [
    "x",
    "y",
  ]);
  assertEquals(names(`{"n": {"a": 1, "_benchmark_name": "x"}, "m": {"a": 1}}`), ["x", "m"]);
});

Deno.test("a value without text has paths, but no lines", () => {
  assertThrows(
    () =>
      readParameterSets({
        what: "bench params",
        origin: "--bench-params",
        content: { value: [new Map(), new Map()] },
      }),
    UsageError,
    "Cannot read --bench-params: [1]: the same parameter set as [0]; remove one",
  );
});

Deno.test("ten thousand sets are read with a place each", () => {
  const text = JSON.stringify(Array.from({ length: 10_000 }, (_, a) => ({ a })));
  assertEquals(read(text).at(-1)?.origin, "s.jsonc: [9999]");
});
