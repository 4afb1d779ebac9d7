import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../lib/errors.ts";
import { parseJson } from "../json/parse.ts";
import { JsonNumber, type JsonObject } from "../json/value.ts";
import { shellWords } from "../spec/shell_words.ts";
import { applyParameters } from "./argv.ts";
import { flagName, flagValue } from "../engine/flags.ts";

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
  ["true over --key=value leaves a bare flag", "x --log=1 y", `{"log": true}`, ["x", "--log", "y"]],
  ["repeated in every spelling", "x --a_b 1 --a-b=2 --a_b=3 --c", `{"a-b": 4}`, [
    ..."x --a_b 4 --c".split(" "),
  ]],
  ["a dotted flag is replaced as it stands", "x --a_b.c_d=1 --e", `{"a-b.c_d": 2}`, [
    ..."x --a_b.c_d 2 --e".split(" "),
  ]],
  ["after the dot the spelling counts", "x --a.c-d 1", `{"a.c_d": 2}`, [
    ..."x --a.c-d 1 --a.c_d 2".split(" "),
  ]],
  ["a dotted boolean takes a dotted value along", "x --a.b true --c", `{"a.b": false}`, [
    ..."x --a.b=false --c".split(" "),
  ]],
  ["flags behind a wrapper's two dashes", "nice -- x --a 1 --b", `{"a": 2, "b": null}`, [
    ..."nice -- x --a 2".split(" "),
  ]],
  ["the program is never a flag", "--a 1", `{"a": 2}`, ["--a", "1", "--a", "2"]],
  ["an empty value is a value", "x --a '' --b", `{"a": "c"}`, ["x", "--a", "c", "--b"]],
  ["a string may look like a flag", "x --a 1 --b 2", `{"a": "--b", "b": 3}`, [
    ..."x --a --b 3".split(" "),
  ]],
  ["a switch keeps the word behind it", "x --enable-log y", `{"enable_log": false}`, [
    ..."x --no-enable-log y".split(" "),
  ]],
];

/** Flags as the engine of the command takes them. */
const BY_ENGINE: readonly [note: string, command: string, params: string, argv: string][] = [
  [
    "TensorRT-LLM knows underscores only",
    "trtllm-serve serve m --backend pytorch --max_batch_size 8",
    `{"max_batch_size": 16, "kv_cache_free_gpu_memory_fraction": 0.8, "a-b.c-d": 1}`,
    "trtllm-serve serve m --backend pytorch --max_batch_size 16 --kv_cache_free_gpu_memory_fraction 0.8 --a_b.c-d 1",
  ],
  [
    "what a script takes is as it is written",
    "./s --max_len=1",
    `{"max-len": 2}`,
    "./s --max_len 2",
  ],
  [
    "LMDeploy takes dashes",
    "lmdeploy serve api_server m",
    `{"max_batch_size": 2}`,
    "lmdeploy serve api_server m --max-batch-size 2",
  ],
  [
    "a list is one word an item",
    "sglang serve --cuda-graph-bs 1 2 4 --tp 2",
    `{"cuda_graph_bs": [1, 16]}`,
    "sglang serve --cuda-graph-bs 1 16 --tp 2",
  ],
  [
    "a list that is new is, too",
    "sglang serve",
    `{"lora_paths": ["a=b", "c=d"]}`,
    "sglang serve --lora-paths a=b c=d",
  ],
  [
    "one value takes the place of all",
    "sglang serve --cuda-graph-bs 1 2 4 --tp 2",
    `{"cuda_graph_bs": 8}`,
    "sglang serve --cuda-graph-bs 8 --tp 2",
  ],
  [
    "null takes all words along",
    "vllm serve m --served-model-name a b --seed 1",
    `{"served_model_name": null}`,
    "vllm serve m --seed 1",
  ],
  [
    "numbers in a row belong to any flag",
    "./s --sizes 1 2 4 m",
    `{"sizes": [3, 5]}`,
    "./s --sizes 3 5 m",
  ],
  [
    "a value that is JSON stays JSON",
    "vllm serve m --cudagraph-capture-sizes [1,2]",
    `{"cudagraph_capture_sizes": [4]}`,
    "vllm serve m --cudagraph-capture-sizes [4]",
  ],
];

for (const [note, command, params, argv] of BY_ENGINE) {
  Deno.test(`parameters to arguments by the engine: ${note}`, () => {
    assertEquals(apply(command, params), argv.split(" "));
  });
}

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

Deno.test("whatever the command was, a number stands behind its flag once, and nothing else moves", () => {
  const word = fc.constantFrom(
    "--a-b",
    "--a_b=1",
    "--no-a-b",
    "--c",
    "--",
    "-1",
    "2",
    "w",
    "-x",
    "",
  );
  fc.assert(fc.property(fc.array(word), (words) => {
    const argv = applyParameters(["x", ...words], new Map([["a_b", JsonNumber.of(7)]]), "");
    const names = argv.map((token) => flagName(token) ?? "");
    assertEquals(names.filter((name) => /^--(no-)?a-b$/.test(name)), ["--a-b"]);
    assertEquals(flagValue(argv, ["--a-b"]), "7");
    const others = (tokens: readonly string[]) => tokens.filter((t) => /^(--c|--|-x)$/.test(t));
    assertEquals(others(argv), others(words));
  }));
});

Deno.test("a list over a flag with one value replaces that value only", () => {
  assertEquals(apply("x --a 1 y --b", `{"a": []}`), ["x", "--a", "[]", "y", "--b"]);
});

Deno.test("null takes a value along, but neither the model nor the word behind a switch", () => {
  assertEquals(apply("x --some y z", `{"some": null}`), ["x", "z"]);
  assertEquals(apply("x --some=y z", `{"some": null}`), ["x", "z"]);
  assertEquals(apply("x --enable-some y", `{"enable_some": null}`), ["x", "y"]);
  assertEquals(apply("vllm serve --some m", `{"some": null}`), ["vllm", "serve", "m"]);
});

Deno.test("a value over what is named like a switch is an error where a word follows", () => {
  assertThrows(
    () => apply("x --enable-log y", `{"enable_log": "z"}`),
    UsageError,
    `Cannot apply serve.json: [0]: "enable_log" is a value, and in the command "--enable-log y"`,
  );
  assertEquals(apply("x y --enable-log", `{"enable_log": "z"}`), ["x", "y", "--enable-log", "z"]);
});

Deno.test("the flags of a set replace one another in their order", () => {
  assertEquals(apply("x", `{"a_b": 1, "c": 2, "a-b": 3}`), ["x", "--a-b", "3", "--c", "2"]);
});
