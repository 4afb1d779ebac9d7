import { assertAlmostEquals, assertEquals } from "@std/assert";
import { mainEffects } from "./main_effects.ts";

/**
 * Box, Bisgaard, Fung, "An Explanation and Critique of Taguchi's Contributions to Quality Engineering" (1988): percentage of
 * springs without cracks by temperature, carbon and quench temperature. Their main effects are 23, -5 and 1.5.
 */
const SPRINGS = [67, 79, 61, 75, 59, 90, 52, 87].map((response, index) => ({
  levels: [index & 1 ? "high" : "low", index & 2 ? "high" : "low", index & 4 ? "high" : "low"],
  response,
}));

/** R's data set PlantGrowth (Dobson 1983); aov(weight ~ group): sum of squares 3.76634 of 3.76634 + 10.49209. */
const PLANTS = {
  ctrl: [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14],
  trt1: [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
  trt2: [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
};

Deno.test("main effects of a two-level factorial design are those of its authors", () => {
  const effects = mainEffects(SPRINGS);
  const difference = (factor: number) => {
    const { levels } = effects.find((effect) => effect.factor === factor)!;
    return levels.find(({ level }) => level === "high")!.mean -
      levels.find(({ level }) => level === "low")!.mean;
  };
  assertEquals([0, 1, 2].map(difference), [23, -5, 1.5]);
  assertEquals(effects.map(({ factor }) => factor), [0, 1, 2]);
});

Deno.test("the share is the sum of squares of a one-way analysis of variance over the total", () => {
  const observations = Object.entries(PLANTS).flatMap(([group, weights]) =>
    weights.map((response) => ({ levels: [group], response }))
  );
  const [effect] = mainEffects(observations);
  assertAlmostEquals(effect!.share, 3.76634 / (3.76634 + 10.49209), 1e-6);
  assertEquals(effect!.levels.map(({ count }) => count), [10, 10, 10]);
  assertAlmostEquals(effect!.levels[2]!.mean, 5.526, 1e-9);
});

Deno.test("in a full factorial design without interaction the shares add up to 1", () => {
  const observations = [1, 2, 3].flatMap((a) =>
    [10, 20].map((b) => ({ levels: [a, b], response: 5 * a + b }))
  );
  const shares = mainEffects(observations).map(({ share }) => share);
  assertAlmostEquals(shares.reduce((sum, share) => sum + share, 0), 1, 1e-12);
});

Deno.test("a parameter with one level, and a response that does not vary, have no effect", () => {
  const same = [{ levels: ["x", 1], response: 3 }, { levels: ["x", 2], response: 4 }];
  assertEquals(mainEffects(same).map(({ factor }) => factor), [1]);
  assertEquals(mainEffects(same.map(({ levels }) => ({ levels, response: 3 }))), []);
  assertEquals(mainEffects([]), []);
});
