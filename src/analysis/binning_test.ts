import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { parseJson } from "../json/parse.ts";
import { pyJson } from "../json/python.ts";
import type { JsonObject } from "../json/value.ts";
import { binned, floorDivide, parseBinners } from "./binning.ts";

Deno.test("Bins are read as variable and size", () => {
  assertEquals(parseBinners("a%1, b % 0.5"), [
    { variable: "a", size: 1 },
    { variable: "b", size: 0.5 },
  ]);
  assertEquals(parseBinners(""), []);
  for (const text of ["a", "a%", "%1", "a%x", "a%0", "a%-1", "a%inf", "a%1%2", "a%1,"]) {
    assertThrows(() => parseBinners(text), UsageError, "expected VARIABLE%SIZE");
  }
});

Deno.test("A value goes to the lower end of its bin, what is no finite number stays", () => {
  const run = parseJson(`{"a": 17, "b": -0.3, "c": "inf", "d": "text", "e": 2.5, "f": true}`);
  const result = binned(parseBinners("a%5,b%0.25,c%1,d%1,e%1,f%2,gone%1"), run.value as JsonObject);
  assertEquals(
    pyJson(result),
    `{"a": 15, "b": -0.5, "c": "inf", "d": "text", "e": 2, "f": 0}`,
  );
});

Deno.test("Division is that of Python, rounding included", () => {
  // Values of CPython 3.13: 1 // 0.1, 6 // 0.2, -1 // 0.1, 0.3 // 0.1, 7.5 // 2.5
  const cases = [[1, 0.1, 9], [6, 0.2, 29], [-1, 0.1, -10], [0.3, 0.1, 2], [7.5, 2.5, 3]] as const;
  for (const [a, b, expected] of cases) assertEquals(floorDivide(a, b), expected, `${a} // ${b}`);
});
