import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { Random } from "./random.ts";
import { mean, populationStd } from "./statistics.ts";

function draws(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw);
}

Deno.test("one seed gives one sequence, other seeds and streams give others", () => {
  const of = (seed: number, stream?: number): number[] => {
    const random = new Random(seed, stream);
    return draws(5, () => random.float());
  };

  assertEquals(of(1), of(1));
  for (const other of [of(2), of(1, 1), of(1 + 2 ** 32), of(-1)]) assertNotEquals(of(1), other);
});

Deno.test("floats are even over 0 to below 1", () => {
  const random = new Random(3);
  const values = draws(20_000, () => random.float());

  assert(values.every((value) => value >= 0 && value < 1));
  assertAlmostEquals(mean(values), 0.5, 0.01);
  assertAlmostEquals(populationStd(values), Math.sqrt(1 / 12), 0.01);
});

Deno.test("whole numbers reach both ends and nothing beyond", () => {
  const random = new Random(4);
  const values = draws(1000, () => random.integer(-1, 2));

  assertEquals([...new Set(values)].sort((a, b) => a - b), [-1, 0, 1, 2]);
});

Deno.test("normal values have mean 0 and deviation 1", () => {
  const random = new Random(5);
  const values = draws(20_000, () => random.normal());

  assertAlmostEquals(mean(values), 0, 0.03);
  assertAlmostEquals(populationStd(values), 1, 0.03);
});

Deno.test("gamma values have the mean and the deviation of their shape", () => {
  for (const shape of [0.3, 1, 2.5]) {
    const random = new Random(6);
    const values = draws(40_000, () => random.gamma(shape, 2));

    assert(values.every((value) => value >= 0));
    assertAlmostEquals(mean(values) / (2 * shape), 1, 0.04);
    assertAlmostEquals(populationStd(values) / (2 * Math.sqrt(shape)), 1, 0.04);
  }
});
