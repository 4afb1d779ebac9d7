import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { categoryAxis, numberAxis, numberLabel } from "./axis.ts";
import { SCALES } from "./scale_name.ts";

function labels(values: readonly number[], scale: typeof SCALES[number], ownTicks = false) {
  return numberAxis(values, { scale, tickCount: 6, ownTicks }).ticks.map(({ label }) => label);
}

Deno.test("every value that a scale can show lies on the axis, in the order of the values", () => {
  const value = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), fc.constantFrom(...SCALES), (values, scale) => {
      const axis = numberAxis(values, { scale, tickCount: 6 });
      const places = values.toSorted((a, b) => a - b).map((value) => axis.place(value)!);
      assert(places.every((place, i) => place >= 0 && place <= 1 && place >= (places[i - 1] ?? 0)));
      assert(axis.ticks.every(({ place }) => place >= -1e-9 && place <= 1 + 1e-9));
    }),
  );
});

Deno.test("values that differ in their last digits only have ticks within the axis", () => {
  const { ticks } = numberAxis([999999999.9999975, 999999999.9999983], {
    scale: "linear",
    tickCount: 6,
  });
  assert(ticks.length > 1 && ticks.every(({ place }) => place >= 0 && place <= 1));
  assertEquals(new Set(ticks.map(({ label }) => label)).size, ticks.length);
});

Deno.test("equal steps of a scale are equal distances", () => {
  const log = numberAxis([1, 1000], { scale: "log", tickCount: 6 });
  const step = (a: number, b: number) => log.place(b)! - log.place(a)!;
  assertAlmostEquals(step(1, 10), step(100, 1000), 1e-9);
  const root = numberAxis([0, 100], { scale: "sqrt", tickCount: 6 });
  assertAlmostEquals(root.place(25)!, root.place(100)! / 2, 1e-9);
});

Deno.test("a logarithmic axis has ticks within a decade and powers of ten over many, and no place for 0", () => {
  assertEquals(labels([3, 700], "log"), ["5", "10", "20", "50", "100", "200", "500"]);
  assertEquals(labels([1e-3, 1e4], "log").slice(0, 3), ["0.001", "0.01", "0.1"]);
  assert(labels([40, 60], "log").length >= 3);
  const axis = numberAxis([0, 1, 10], { scale: "log", tickCount: 6 });
  assertEquals([axis.place(0), axis.place(-1)], [null, null]);
});

Deno.test("a few parameters are themselves the ticks of an axis that is not linear", () => {
  assertEquals(labels([1, 2, 4, 8, 512], "log", true), ["1", "2", "4", "8", "512"]);
  assertEquals(labels([8, 16, 24], "linear", true), ["8", "16", "24"]);
});

Deno.test("a linear axis begins at 0 unless that leaves most of it empty", () => {
  assertEquals(labels([1, 10], "linear")[0], "0");
  assert(Number(labels([900, 1000], "linear")[0]) >= 890);
});

Deno.test("infinity has a place behind the numbers, also alone", () => {
  const axis = numberAxis([1, 16, Infinity], { scale: "linear", tickCount: 6 });
  assert(axis.place(Infinity)! > axis.place(16)!);
  assertEquals(axis.ticks.at(-1)!.label, "inf");
  assertEquals(labels([Infinity], "log"), ["inf"]);
  assertEquals(numberAxis([1, 2], { scale: "linear", tickCount: 6 }).place(Infinity), null);
});

Deno.test("texts are at equal distances, and others have no place", () => {
  const axis = categoryAxis(["chat", "code"]);
  assertEquals([axis.place("chat"), axis.place("code"), axis.place("x")], [0.25, 0.75, null]);
});

Deno.test("labels are short and never round a whole number", () => {
  const cases = [[0.25, "0.25"], [4096, "4096"], [12000, "12k"], [1.5e6, "1.5M"], [
    1048576,
    "1048576",
  ]];
  for (const [value, label] of cases) assertEquals(numberLabel(value as number), label);
  assertEquals(numberLabel(0.1 + 0.2), "0.3");
});
