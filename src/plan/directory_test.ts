import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { parseJson } from "../json/parse.ts";
import type { JsonObject } from "../json/value.ts";
import { combinationDirectory, derivedDirectory } from "./directory.ts";
import { makePlan } from "./plan.ts";

const vectors = JSON.parse(
  Deno.readTextFileSync(new URL("../../tests/fixtures/vectors.json", import.meta.url)),
);

const object = (text: string) => parseJson(text).value as JsonObject;

for (const { serve, bench, directory } of vectors.directories) {
  Deno.test(`directory as vLLM: ${directory}`, () => {
    assertEquals(combinationDirectory(object(serve), object(bench)), directory);
  });
}

Deno.test("two empty sets use the experiment directory itself", () => {
  assertEquals(combinationDirectory(new Map(), new Map()), "");
});

Deno.test("a name over 255 bytes is cut and gets a hash that tells it from others", () => {
  const name = (end: string) =>
    combinationDirectory(object(`{"a": "${"ü".repeat(300)}${end}"}`), new Map());
  assertMatch(name("1"), /^SERVE--a=ü+-[0-9a-f]{8}$/);
  assertEquals(new TextEncoder().encode(name("1")).length <= 255, true);
  assertNotEquals(name("1"), name("2"));
});

Deno.test("a name of exactly 255 bytes stays whole; half a character is never left", () => {
  const name = (value: string) => combinationDirectory(object(`{"a": "${value}"}`), new Map());
  assertEquals(name("x".repeat(246)), `SERVE--a=${"x".repeat(246)}`);
  assertMatch(name("x".repeat(247)), /^SERVE--a=x{237}-[0-9a-f]{8}$/);
  assertMatch(name("\u{1f600}".repeat(80)), /^SERVE--a=\u{1f600}+-[0-9a-f]{8}$/u);
});

Deno.test("values are named as Python prints them, and no name leads out of the directory", () => {
  const name = (text: string) => combinationDirectory(object(text), new Map());
  assertEquals(
    name(`{"a": true, "b": null, "c": [1.0, "x"], "d": {"e": false}}`),
    "SERVE--a=True-b=None-c=[1.0, 'x']-d={'e': False}",
  );
  assertEquals(name(`{"_benchmark_name": "../../etc"}`), "SERVE--______etc");
  assertEquals(name(`{"_benchmark_name": "a/..b'"}`), "SERVE--a___b");
  assertEquals(name(`{"_env": {"A": 1, "B": "x"}, "c": 2}`), "SERVE--A=1-B=x-c=2");
});

Deno.test("a name holds no secret, however it came into the set", () => {
  const name = (text: string) => combinationDirectory(object(text), new Map());
  assertEquals(name(`{"api_key": "x", "max_tokens": 5}`), "SERVE--api_key=***-max_tokens=5");
  assertEquals(name(`{"_env": {"HF_TOKEN": "x"}}`), "SERVE--HF_TOKEN=***");
  assertEquals(name(`{"base_url": "http://u:p@h"}`), "SERVE--base_url=http:__***@h");
  assertEquals(name(`{"_benchmark_name": "token=a"}`), "SERVE--token=a");
});

Deno.test("different sets with the same name get a hash each", () => {
  const set = (text: string) => ({ params: object(text), origin: "" });
  const { starts } = makePlan({
    serveCommand: ["vllm", "serve"],
    benchCommand: ["x"],
    afterBenchCommand: null,
    serveSets: [set(`{"a": 1}`), set(`{"a": "1"}`)],
    benchSets: [set("{}")],
    links: [],
    numRuns: 1,
    warmupNumPrompts: 0,
    env: new Map(),
    resetCaches: true,
    healthUrl: null,
  });
  const directories = starts.map(({ combinations }) => combinations[0]!.directory);
  assertEquals(new Set(directories).size, 2);
  for (const directory of directories) assertMatch(directory, /^SERVE--a=1-[0-9a-f]{8}$/);
});

Deno.test("a name has nothing that acts on a terminal or hides, and stays apart from others", () => {
  const names = [
    "a\x1b[2Jb",
    "a\x9b[2Jb",
    "a\nb",
    "a\u202eb",
    "a\u200bb",
    "a\u2028b",
    "a\x00b",
    "a_b",
  ]
    .map((text) => combinationDirectory(new Map([["_benchmark_name", text]]), new Map()));
  assertEquals(new Set(names).size, names.length);
  for (const name of names.slice(0, -1)) assertMatch(name, /^SERVE--a_[\[2J_]*b-[0-9a-f]{8}$/);
  assertEquals(names.at(-1), "SERVE--a_b");
  assertMatch(
    derivedDirectory("SERVE--a", new Map([["x", "\x07"]])),
    /^SERVE--a-WL--x=_-[0-9a-f]{8}$/,
  );
});
