import { assertEquals } from "@std/assert";
import { repeatedKey } from "./repeated_key.ts";

Deno.test("a key that stands twice is found with both places", () => {
  assertEquals(
    repeatedKey(`{\n  "a": {"x": 1}, // "b": 1\n  "b": [],\n  "\\u0061": {},\n}`),
    { key: "a", first: { line: 2, column: 3 }, second: { line: 4, column: 3 } },
  );
});

Deno.test("values, inner objects and comments are no keys", () => {
  for (
    const text of [
      `{"a": "b", "b": "a", "c": {"a": 1, "b": [{"c": "c"}, "a"]}}`,
      `{"a": 1, /* "a": 2, */ "b": -1e5 // "a": }\n}`,
      `{"[": 1, "{": "}", "]": 3}`,
      `[{"a": 1}, {"a": 1}]`,
      `{}`,
      `{"a": true,}`,
    ]
  ) {
    assertEquals(repeatedKey(text), null, text);
  }
});

Deno.test("the name of an object's method is a key like any other", () => {
  assertEquals(repeatedKey(`{"__proto__": {}, "constructor": {}}`), null);
  assertEquals(repeatedKey(`{"__proto__": {}, "__proto__": {}}`)?.key, "__proto__");
});

Deno.test("a key that stands twice in an inner object is found with the way to it", () => {
  const inside = (text: string) => {
    const found = repeatedKey(text);
    return found && [...found.inside ?? [], found.key];
  };
  assertEquals(inside(`[{"a": 1}, {"b": 1, "a": "b", "b": 2}]`), [1, "b"]);
  assertEquals(inside(`{"x": {"c": [{}, {"d": 1, "d": 1}]}}`), ["x", "c", 1, "d"]);
  assertEquals(inside(`[{"a": {"b": 1}, "b": 2}, [{"a": 1}, {"a": 1}]]`), null);
});
