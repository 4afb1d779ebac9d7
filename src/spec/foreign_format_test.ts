import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { parseJson } from "../json/parse.ts";
import type { JsonObject } from "../json/value.ts";
import { foreignFormat, writtenOut } from "./foreign_format.ts";
import { readParameterSets } from "./parameters.ts";

const message = (text: string, origin = "serve.json") =>
  assertThrows(
    () => readParameterSets({ what: "serve params", origin, content: { text } }),
    UsageError,
  ).message;

const TEXTS: readonly [format: string, text: string][] = [
  ["YAML", "- max_num_seqs: 32\n- max_num_seqs: 64\n"],
  ["YAML", "# sizes\n\nsmall:\n  max_num_seqs: 32\n"],
  ["YAML", "---\n- {a: 1}\n"],
  ["JSON lines", `{"a": 1}\n\n{"a": 2}\n`],
  ["CSV", "max_num_seqs,dtype\n32,half\n"],
  ["CSV", "max_num_seqs;dtype\r\n32;half\r\n"],
  ["TOML", "[small]\nmax_num_seqs = 32\n"],
  ["TOML", "[[sets]]\nmax_num_seqs = 32\n"],
];

for (const [format, text] of TEXTS) {
  Deno.test(`a parameter file in another format is named with the remedy: ${format}, ${JSON.stringify(text)}`, () => {
    assertStringIncludes(
      message(text),
      `it looks like ${format}, and parameter sets are read as JSON: `,
    );
  });
}

Deno.test("the name of the file tells the format, where the text does not", () => {
  for (
    const [name, format] of [["p.yaml", "YAML"], ["p.YML", "YAML"], ["p.csv", "CSV"], [
      "p.toml",
      "TOML",
    ], ["p.jsonl", "JSON lines"]]
  ) {
    assertStringIncludes(message("?", name), `it looks like ${format}`);
  }
  assertEquals(foreignFormat("?", "p.json"), null);
  assertEquals(foreignFormat(`[{"a": }]`, "p.json"), null);
});

Deno.test("a grid is written out in the message", () => {
  const grid = (text: string) => writtenOut(parseJson(text).value as JsonObject);
  assertEquals(
    grid(`{"a": [0.85, 1.0], "b": ["x", "y"]}`),
    `[{"a": 0.85, "b": "x"}, {"a": 0.85, "b": "y"}, {"a": 1.0, "b": "x"}, {"a": 1.0, "b": "y"}]`,
  );
  assertEquals(grid(`{"a": [1, 2], "b": 3}`), `[{"a": 1, "b": 3}, {"a": 2, "b": 3}]`);
  assert(grid(`{"a": [1, 2, 3, 4, 5]}`)!.endsWith(`{"a": 4}, ...]`));
  for (const text of [`{"a": 1}`, `{"a": []}`, `{"a": [1], "b": {}}`]) {
    assertEquals(grid(text), null);
  }
  assertStringIncludes(
    message(`{"a": [1, 2]}`),
    `write every combination out: [{"a": 1}, {"a": 2}]`,
  );
});

Deno.test("a key twice in a set, also in another spelling, is an error with both places", () => {
  assertEquals(
    message(`[{"a": 1,\n  "a": 2}]`),
    `Cannot read serve params "serve.json": line 2, column 3: [0].a: this key stands at line 1, column 3 too; only one of them can hold: remove the other`,
  );
  assertStringIncludes(
    message(`[{"x": {"b": 1, "b": 1}}]`),
    "[0].x.b: this key stands at line 1, column 9 too",
  );
  for (const [one, two] of [["max_num_seqs", "max-num-seqs"], ["a_b.c_d", "a-b.c_d"]]) {
    const text = message(`[{"${one}": 1,\n "${two}": 2}]`);
    assertStringIncludes(text, `line 2, column `);
    assertStringIncludes(text, `"${two}" and "${one}" (line 1, column `);
    assertStringIncludes(text, "are one flag");
  }
  assertStringIncludes(message(`[{"x_y": true, "no-x-y": false}]`), "are one flag");
  assertEquals(
    readParameterSets({
      what: "serve params",
      origin: "x",
      content: { text: `[{"a.b_c": 1, "a.b-c": 2, "a": 1, "no_a": 2}]` },
    }).length,
    1,
  );
});
