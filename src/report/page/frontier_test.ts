import { assertEquals } from "@std/assert";
import { array, assert, integer, property, tuple } from "fast-check";
import { paretoFrontier } from "../../analysis/pareto.ts";
import { frontier } from "./frontier.js";

Deno.test("the page finds the frontier that the analysis finds", () => {
  const points = array(tuple(integer({ min: 0, max: 9 }), integer({ min: 0, max: 9 })));
  assert(property(points, (list) => {
    const indices = list.map((_, index) => index);
    const expected = paretoFrontier(indices, (at) => list[at]![0], (at) => list[at]![1]);
    assertEquals(frontier(list).toSorted((a, b) => a - b), expected.toSorted((a, b) => a - b));
    const xs = frontier(list).map((at) => list[at]![0]);
    assertEquals(xs, xs.toSorted((a, b) => a - b));
  }));
});
