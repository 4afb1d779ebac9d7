import { assertEquals } from "@std/assert";
import { Histogram, lengthBounds } from "./histogram.ts";

Deno.test("buckets count cumulatively and values at a bound belong below it", () => {
  const histogram = new Histogram([0.5, 1]);
  for (const value of [0.25, 0.5, 0.75, 4]) histogram.observe(value);
  assertEquals(histogram.lines("x", 'm="a"'), [
    'x_bucket{le="0.5",m="a"} 2.0',
    'x_bucket{le="1.0",m="a"} 3.0',
    'x_bucket{le="+Inf",m="a"} 4.0',
    'x_count{m="a"} 4.0',
    'x_sum{m="a"} 5.5',
  ]);
});

Deno.test("bounds of lengths end at the largest", () => {
  assertEquals(lengthBounds(100), [1, 2, 5, 10, 20, 50, 100]);
  assertEquals(lengthBounds(99), [1, 2, 5, 10, 20, 50]);
});
