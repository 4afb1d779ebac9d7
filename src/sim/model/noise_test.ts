import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { StepNoise, uniform } from "./noise.ts";

function durations(noise: StepNoise, count: number): number[] {
  return Array.from({ length: count }, () => noise.apply(0.01));
}

Deno.test("the same seed gives the same noise, another seed another", () => {
  assertEquals(durations(new StepNoise(7, 0.05, 0), 50), durations(new StepNoise(7, 0.05, 0), 50));
  assertNotEquals(
    durations(new StepNoise(7, 0.05, 0), 50),
    durations(new StepNoise(8, 0.05, 0), 50),
  );
});

Deno.test("noise has mean 1 and the standard deviation asked for", () => {
  const values = durations(new StepNoise(1, 0.05, 0), 20_000).map((seconds) => seconds / 0.01);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  assertAlmostEquals(mean, 1, 0.002);
  assertAlmostEquals(Math.sqrt(variance), 0.05, 0.002);
});

Deno.test("no noise leaves durations as they are", () => {
  assertEquals(durations(new StepNoise(1, 0, 0), 3), [0.01, 0.01, 0.01]);
});

Deno.test("drift starts at nothing and approaches its size", () => {
  const noise = new StepNoise(1, 0, 0.1);
  assertEquals(noise.apply(1), 1);
  for (let second = 0; second < 600; second++) noise.apply(1);
  assertAlmostEquals(noise.apply(1), 1.1, 1e-4);
});

Deno.test("uniform numbers of neighbouring seeds are unlike from the first on", () => {
  const first = Array.from({ length: 100 }, (_, seed) => uniform(seed)());
  assert(first.every((value) => value >= 0 && value < 1));
  assertAlmostEquals(first.reduce((sum, value) => sum + value, 0) / 100, 0.5, 0.1);
});
