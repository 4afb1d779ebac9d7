import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Recent } from "./recent.ts";

function recentOf(values: readonly number[], capacity = 5): Recent {
  const recent = new Recent(capacity);
  values.forEach((value, at) => recent.add(at, value));
  return recent;
}

Deno.test("of nothing there is no median and no mean", () => {
  assertEquals(new Recent(5).median(), null);
  assertEquals(new Recent(5).mean(), null);
});

Deno.test("one that is far off does not move the median, the newest two that agree do", () => {
  assertEquals(recentOf([10, 10, 10, 10, 900]).median(), 10);
  assertEquals(recentOf([10, 10, 900, 10, 10]).median(), 10);
  assertEquals(recentOf([300, 300, 300, 60, 60]).median(), 60);
});

Deno.test("of two the newer counts: a first start-up fills caches", () => {
  assertEquals(recentOf([300, 60]).median(), 60);
});

Deno.test("where both halves weigh the same the median is between them", () => {
  assertEquals(recentOf([10, 10, 20]).median(), 15);
});

Deno.test("the mean is that of the last few", () => {
  assertEquals(recentOf([1_000, 1, 2, 3], 3).mean(), 2);
});

Deno.test("the order of telling and telling twice change nothing", () => {
  const measurement = fc.tuple(fc.nat(30), fc.nat(5));
  fc.assert(fc.property(
    fc.uniqueArray(measurement, { selector: ([at]) => at }),
    fc.array(measurement),
    fc.integer({ min: 1, max: 6 }),
    (all, order, capacity) => {
      const inOrder = [...all].sort(([a], [b]) => a - b);
      const one = new Recent(capacity);
      for (const [at, value] of inOrder) one.add(at, value);
      const other = new Recent(capacity);
      for (const [at] of order) {
        const again = all.find((known) => known[0] === at);
        if (again !== undefined) other.add(...again);
      }
      for (const [at, value] of all) other.add(at, value);
      assertEquals(other.median(), one.median());
      assertEquals(other.mean(), one.mean());
    },
  ));
});

Deno.test("the median is one of the values or between two, whatever they are", () => {
  fc.assert(fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (values) => {
    const median = recentOf(values).median()!;
    assert(median >= Math.min(...values) && median <= Math.max(...values));
  }));
});

Deno.test("what is there already is refused", () => {
  const recent = new Recent(2);
  assertEquals([recent.add(1, 5), recent.add(1, 5), recent.add(1, 6)], [true, false, true]);
  assertEquals([recent.add(0, 5), recent.add(2, 5)], [false, true]);
});
