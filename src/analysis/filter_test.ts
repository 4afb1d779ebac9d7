import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { parseJson } from "../json/parse.ts";
import type { JsonObject } from "../json/value.ts";
import { matches, parseFilters } from "./filter.ts";

function run(json: string): JsonObject {
  return parseJson(json).value as JsonObject;
}

function keeps(filter: string, json: string): boolean {
  return matches(parseFilters(filter), run(json));
}

Deno.test("Filters are read as variable, operator and target", () => {
  assertEquals(parseFilters("a<=1, b == 'x,y',c!=z"), [
    { variable: "a", operator: "<=", target: "1" },
    { variable: "b", operator: "==", target: "x,y" },
    { variable: "c", operator: "!=", target: "z" },
  ]);
  assertEquals(parseFilters(" "), []);
});

Deno.test("Each operator compares numbers, whatever their spelling", () => {
  const json = `{"n": 64.0}`;
  const kept = ["n==64", "n!=65", "n<=64", "n>=6.4e1", "n<65", "n>63"];
  for (const filter of kept) assert(keeps(filter, json), filter);
  const dropped = ["n==65", "n!=64", "n<=63", "n>=65", "n<64", "n>64"];
  for (const filter of dropped) assert(!keeps(filter, json), filter);
});

Deno.test("Infinity is the text inf of a result as well as the number", () => {
  for (const json of [`{"r": "inf"}`, `{"r": Infinity}`]) {
    assert(keeps("r==inf", json));
    assert(keeps("r>1e300", json));
    assert(!keeps("r<inf", json));
    assert(!keeps("r!=inf", json));
    assert(!keeps("r==-inf", json));
  }
  assert(keeps("r<inf", `{"r": 16}`));
  assert(keeps("r!=nan", `{"r": "nan"}`));
  assert(!keeps("r<=nan", `{"r": 1}`));
});

Deno.test("Booleans are compared in either spelling and as 1 and 0", () => {
  for (const target of ["true", "True", "1", "1.0"]) {
    assert(keeps(`on==${target}`, `{"on": true}`), target);
    assert(!keeps(`on!=${target}`, `{"on": true}`), target);
    assert(!keeps(`on==${target}`, `{"on": false}`), target);
  }
  assert(keeps("on<1", `{"on": false}`));
  assert(!keeps("on==yes", `{"on": true}`));
});

Deno.test("Text is compared as it is, null as None, and a missing variable differs from everything", () => {
  assert(keeps(`name=="64"`, `{"name": "64"}`));
  assert(keeps("name==long prompts", `{"name": "long prompts"}`));
  assert(keeps("x==None", `{"x": null}`));
  assert(!keeps("x<5", `{"x": null}`));
  assert(!keeps("x<5", `{"x": "four"}`));
  assert(!keeps("gone==1", `{"x": 1}`));
  assert(keeps("gone!=1", `{"x": 1}`));
});

Deno.test("All filters must hold", () => {
  assert(keeps("a>1,a<3", `{"a": 2}`));
  assert(!keeps("a>1,a<2", `{"a": 2}`));
});

Deno.test("A filter that cannot be read is named with what was expected", () => {
  assertThrows(() => parseFilters("a=1"), UsageError, 'filter "a=1"');
  assertThrows(() => parseFilters("<5"), UsageError, 'filter "<5"');
  assertThrows(() => parseFilters("a==1,b"), UsageError, 'filter "b"');
  assertThrows(() => parseFilters("a<x"), UsageError, '"x" is no number');
});
