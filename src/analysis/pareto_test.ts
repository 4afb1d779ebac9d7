import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { paretoFrontier } from "./pareto.ts";

type Point = readonly [number, number];

function frontier(points: readonly Point[]): Point[] {
  return paretoFrontier(points, ([x]) => x, ([, y]) => y);
}

Deno.test("The frontier keeps what nothing beats, by rising x", () => {
  assertEquals(frontier([[2, 2], [1, 3], [1.5, 1], [3, 1]]), [[1, 3], [2, 2], [3, 1]]);
  assertEquals(frontier([]), []);
});

Deno.test("A tie in one coordinate is dominated by the larger other one", () => {
  assertEquals(frontier([[1, 5], [2, 5], [3, 5]]), [[3, 5]]);
  assertEquals(frontier([[4, 1], [4, 2], [4, 3]]), [[4, 3]]);
});

Deno.test("Items with the same coordinates are all on the frontier, in the order given", () => {
  const items = ["a", "b", "c"].map((name) => ({ name, x: 1, y: 2 }));
  assertEquals(paretoFrontier(items, ({ x }) => x, ({ y }) => y), items);
});

Deno.test("A difference far below one billionth still counts, infinities do, NaN does not", () => {
  assertEquals(frontier([[1, 1e-12], [2, 2e-12], [3, 1e-12]]), [[2, 2e-12], [3, 1e-12]]);
  assertEquals(frontier([[Infinity, 0], [1, Infinity], [Infinity, 0], [NaN, 9], [9, NaN]]), [
    [1, Infinity],
    [Infinity, 0],
    [Infinity, 0],
  ]);
});

Deno.test("The frontier is what a comparison of all pairs finds", () => {
  const coordinate = fc.oneof(
    fc.integer({ min: 0, max: 6 }),
    fc.double({ min: 0, max: 6, noNaN: true }),
  );
  fc.assert(fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 30 }), (points) => {
    const expected = points.filter(([x, y]) =>
      !points.some(([u, v]) => u >= x && v >= y && (u > x || v > y))
    );
    const found = frontier(points);
    assertEquals(new Set(found), new Set(expected));
    assertEquals(found.length, expected.length);
  }));
});
