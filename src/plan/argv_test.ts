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

/** Words behind flags, JSON in parts, and the model, which is a word. */
const BY_KIND: readonly [note: string, command: string, params: string, argv: string][] = [
  [
    "a flag with several words that is repeated",
    "vllm serve m --lora-modules a=/a --seed 1 --lora-modules=b=/b",
    `{"lora_modules": ["c=/c", "d=/d"]}`,
    "vllm serve m --seed 1 --lora-modules c=/c d=/d",
  ],
  [
    "a value behind = that is JSON stays JSON",
    "vllm serve m --cudagraph-capture-sizes=[1,2]",
    `{"cudagraph_capture_sizes": [4]}`,
    "vllm serve m --cudagraph-capture-sizes [4]",
  ],
  [
    "negative numbers are values",
    "./s --bias -1 -0.5 --x",
    `{"bias": [-2, 3]}`,
    "./s --bias -2 3 --x",
  ],
  [
    "pairs in a row are values",
    "./s --lora a=/a b=/b x",
    `{"lora": ["c=/c"]}`,
    "./s --lora c=/c x",
  ],
  ["the same for null", "./s --lora a=/a b=/b", `{"lora": null}`, "./s"],
  [
    "words behind any flag, where the model is elsewhere",
    "vllm serve m --new-flag a b --seed 1",
    `{"new_flag": ["c"]}`,
    "vllm serve m --new-flag c --seed 1",
  ],
  [
    "and in a benchmark, which has no model beside",
    "vllm bench serve --new-flag a b --seed 1",
    `{"new_flag": "c"}`,
    "vllm bench serve --new-flag c --seed 1",
  ],
  [
    "behind a wrapper",
    "nice -n 5 -- vllm serve m --goodput a:1 b:2",
    `{"goodput": null}`,
    "nice -n 5 -- vllm serve m",
  ],
  [
    "a part goes into the object that the command has",
    `vllm serve m --compilation-config {"mode":3,"x":1.0} --seed 1`,
    `{"compilation_config.mode": 2, "compilation_config.a.b": true}`,
    `vllm serve m --compilation-config {"mode":_2,_"x":_1.0,_"a":_{"b":_true}} --seed 1`,
  ],
  [
    "also behind =, and under another name",
    `vllm serve m -cc={"mode":3}`,
    `{"compilation_config.mode": "2"}`,
    `vllm serve m -cc {"mode":_2}`,
  ],
  [
    "parts under another name are parts of the same object",
    `vllm serve m -cc.mode=3 -O.x y --compilation-config.z=1`,
    `{"compilation-config.mode": 2}`,
    `vllm serve m -cc {"mode":_2,_"x":_"y",_"z":_1}`,
  ],
  [
    "parts that the command has beside the object are in it",
    `vllm serve m --compilation-config {"mode":3} --compilation-config.x 1`,
    `{"compilation_config.y": "full"}`,
    `vllm serve m --compilation-config {"mode":_3,_"x":_1,_"y":_"full"}`,
  ],
  [
    "null takes a part out",
    `vllm serve m -O {"mode":3,"a":{"b":1}}`,
    `{"compilation_config.a.b": null, "compilation_config.c": null}`,
    `vllm serve m -O {"mode":_3,_"a":_{}}`,
  ],
  [
    "+ adds to a list",
    `vllm serve m --compilation-config {"custom_ops":["none"]}`,
    `{"compilation_config.custom_ops+": "a,b"}`,
    `vllm serve m --compilation-config {"custom_ops":_["none",_"a",_"b"]}`,
  ],
  [
    "the level of optimization stays",
    "vllm serve m -O3",
    `{"compilation_config.mode": 2}`,
    "vllm serve m -O3 --compilation-config.mode 2",
  ],
  [
    "an object takes the place of its parts",
    "vllm serve m --compilation-config.mode=3 -cc.x 1 --seed 1",
    `{"compilation_config": {"mode": 2}}`,
    `vllm serve m --compilation-config {"mode":_2} --seed 1`,
  ],
  [
    "null takes it away under every name",
    `vllm serve m -cc {"a":1} -O.b=2 -tp 2`,
    `{"compilation_config": null, "tensor_parallel_size": null}`,
    "vllm serve m",
  ],
  [
    "an object of a set and its part are one",
    "vllm serve m",
    `{"speculative_config": {"a": 1}, "speculative_config.b": 2}`,
    `vllm serve m --speculative-config {"a":_1,_"b":_2}`,
  ],
  [
    "other servers know no parts: they get the object",
    `python -m sglang.launch_server --model-path m --json-model-override-args {"a":1}`,
    `{"json_model_override_args.a": 2}`,
    `python -m sglang.launch_server --model-path m --json-model-override-args {"a":_2}`,
  ],
  ["a number is no object", "vllm serve m --x 1", `{"x.y": 2}`, "vllm serve m --x 1 --x.y 2"],
  [
    "the model is a word",
    "vllm serve m --seed 1",
    `{"model": "n", "seed": 2}`,
    "vllm serve n --seed 2",
  ],
  [
    "also behind a wrapper and a path",
    "nice /v/bin/vllm serve m",
    `{"model": "n"}`,
    "nice /v/bin/vllm serve n",
  ],
  [
    "also behind flags",
    "vllm serve --port 80 m --x",
    `{"model": "n"}`,
    "vllm serve --port 80 n --x",
  ],
  [
    "a flag beside it goes",
    "vllm serve m --seed 1 --model o",
    `{"model": "n"}`,
    "vllm serve n --seed 1",
  ],
  [
    "without a word it is a flag",
    "vllm serve --port 80",
    `{"model": "n"}`,
    "vllm serve --port 80 --model n",
  ],
  ["a flag is replaced", "vllm serve --model m --x", `{"model": "n"}`, "vllm serve --model n --x"],
  ["null takes it out", "vllm serve m --seed 1", `{"model": null}`, "vllm serve --seed 1"],
  [
    "of the simulated server",
    "servesweep sim m --port 1",
    `{"model": "n"}`,
    "servesweep sim n --port 1",
  ],
  [
    "of TensorRT-LLM",
    "trtllm-serve serve m --tp_size 2",
    `{"model": "n"}`,
    "trtllm-serve serve n --tp_size 2",
  ],
  ["of its short form", "trtllm-serve m", `{"model": "n"}`, "trtllm-serve n"],
  [
    "of LMDeploy",
    "lmdeploy serve api_server m --tp 2",
    `{"model_path": "n"}`,
    "lmdeploy serve api_server n --tp 2",
  ],
  [
    "of SGLang under its other name",
    "sglang serve --model-path m",
    `{"model": "n"}`,
    "sglang serve --model-path n",
  ],
  [
    "of llama.cpp under its short name",
    "llama-server -m a.gguf -c 9",
    `{"model": "b.gguf"}`,
    "llama-server -m b.gguf -c 9",
  ],
  [
    "of a benchmark",
    "vllm bench serve --model m --seed 1",
    `{"model": "n"}`,
    "vllm bench serve --model n --seed 1",
  ],
];

for (const [note, command, params, argv] of BY_KIND) {
  Deno.test(`parameters to arguments by kind: ${note}`, () => {
    const set = parseJson(params).value as JsonObject;
    assertEquals(
      applyParameters(command.split(" "), set, "").map((word) => word.replaceAll(" ", "_")),
      argv.split(" "),
    );
  });
}

Deno.test("a list over words of which it is not known how many belong to the flag is an error that asks", () => {
  assertThrows(
    () => apply("./s --names a b", `{"names": ["c"]}`),
    UsageError,
    `"names" is a list, and in the command "--names a b" it is not clear whether "a b" belongs to --names: ` +
      "write --names=a if one word does, or leave --names out of the command",
  );
});

Deno.test("a model that is no text is an error", () => {
  assertThrows(
    () => apply("vllm serve m", `{"model": true}`),
    UsageError,
    '"model" is to be the model, expected a string',
  );
});

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
