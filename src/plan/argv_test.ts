import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../errors.ts";
import { parseJson } from "../json/parse.ts";
import type { JsonObject } from "../json/value.ts";
import { shellWords } from "../spec/shell_words.ts";
import { applyParameters } from "./argv.ts";

const vectors = JSON.parse(
  Deno.readTextFileSync(new URL("../../tests/fixtures/vectors.json", import.meta.url)),
);

function apply(command: string, params: string): string[] {
  const set = parseJson(params).value as JsonObject;
  return applyParameters(shellWords(command, "--serve-cmd"), set, "serve.json: [0]");
}

for (const { note, command, params, argv } of vectors.argv) {
  Deno.test(`parameters to arguments as vLLM: ${note}`, () => {
    assertEquals(apply(command, params), argv);
  });
}

/** The rows of the README's table of differences, and the corners of each. */
const BETTER: readonly [note: string, command: string, params: string, argv: string[]][] = [
  ["--key=value is replaced", "x --port=1 --y", `{"port": 2}`, ["x", "--port", "2", "--y"]],
  ["of a repeated flag the last place stays", "x --a 1 --b 2 --a 3", `{"a": 4}`, [
    ..."x --b 2 --a 4".split(" "),
  ]],
  ["true over --no-x leaves one flag", "x --no-log", `{"log": true}`, ["x", "--log"]],
  ["false over --x leaves one flag", "x --log --no-log", `{"log": false}`, ["x", "--no-log"]],
  ["a boolean over a number takes it along", "x --port 1 --y", `{"port": true}`, [
    "x",
    "--port",
    "--y",
  ]],
  ["a value over a bare flag eats no other flag", "x --a --b 1", `{"a": 7}`, [
    ..."x --a 7 --b 1".split(" "),
  ]],
  ["a negative number is a value", "x --seed -1 --b", `{"seed": 3}`, [
    ..."x --seed 3 --b".split(" "),
  ]],
  ["a list is JSON in one word", "x", `{"a": [1.0, "b", true]}`, ["x", "--a", '[1.0, "b", true]']],
  [
    "null removes the flag in any spelling",
    "x --max_len 1 --max-len=2 --no-max-len y",
    `{"max_len": null}`,
    [
      "x",
      "y",
    ],
  ],
  ["null for a flag that is not there", "x --b", `{"a": null}`, ["x", "--b"]],
  ["every value of a flag with several goes", "x --goodput a:1 b:2 --y", `{"goodput": "c:3"}`, [
    ..."x --goodput c:3 --y".split(" "),
  ]],
  ["the model is not the value of a switch", "vllm serve --cudagraph m", `{"cudagraph": true}`, [
    ..."vllm serve --cudagraph m".split(" "),
  ]],
  ["with a model the word is the value", "vllm serve m --cudagraph full", `{"cudagraph": false}`, [
    ..."vllm serve m --no-cudagraph".split(" "),
  ]],
];

for (const [note, command, params, argv] of BETTER) {
  Deno.test(`parameters to arguments better than vLLM: ${note}`, () => {
    assertEquals(apply(command, params), argv);
  });
}

Deno.test("a word that may or may not be a flag's value is an error that says what to write", () => {
  const error = assertThrows(() => apply("x --mode fast", `{"mode": true}`), UsageError);
  assertEquals(
    error.message,
    `Cannot apply serve.json: [0]: "mode" is true, and in the command "--mode fast" it is not clear whether ` +
      `"fast" belongs to --mode: write --mode=fast, or put --mode at the end of the command`,
  );
});
