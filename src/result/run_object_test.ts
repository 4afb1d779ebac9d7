import { assertEquals } from "@std/assert";
import { parseJson } from "../json/parse.ts";
import { pyJson } from "../json/python.ts";
import type { JsonObject } from "../json/value.ts";
import { runObject } from "./run_object.ts";

const object = (text: string) => parseJson(text).value as JsonObject;

function merged(result: string, run: number, serve: string, bench: string): string {
  return pyJson(runObject(object(result), run, object(serve), object(bench)));
}

Deno.test("the result comes first, then the run number and the sets", () => {
  assertEquals(
    merged(`{"completed": 3}`, 1, `{"a": 1.0}`, `{"b": true}`),
    `{"completed": 3, "run_number": 1, "a": 1.0, "b": true}`,
  );
});

Deno.test("a key that is there keeps its place and gets the later value", () => {
  assertEquals(
    merged(
      `{"request_rate": "inf", "x": 0}`,
      0,
      `{"_benchmark_name": "s", "x": 1}`,
      `{"_benchmark_name": "b", "x": 2, "request_rate": 5}`,
    ),
    `{"request_rate": 5, "x": 2, "run_number": 0, "_benchmark_name": "b"}`,
  );
});

Deno.test("secrets of the sets stay out", () => {
  assertEquals(
    merged(`{"completed": 3}`, 1, `{"api_key": "x"}`, `{"extra_body": {"token": "y", "n": 1.0}}`),
    `{"completed": 3, "run_number": 1, "api_key": "***", "extra_body": {"token": "***", "n": 1.0}}`,
  );
});

Deno.test("variables stay out, and nothing that was handed in changes", () => {
  const result = object(`{"a": 1}`);
  const serve = object(`{"_env": {"A": "1"}, "a": 2}`);
  assertEquals(
    pyJson(runObject(result, 0, serve, object(`{"_env": {}}`))),
    `{"a": 2, "run_number": 0}`,
  );
  assertEquals([pyJson(result), serve.size], [`{"a": 1}`, 2]);
});
