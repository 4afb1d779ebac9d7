import { assertEquals } from "@std/assert";
import { curveStyles } from "./curve_style.ts";

function distinct(curves: Parameters<typeof curveStyles>[0]): number {
  return new Set(curveStyles(curves).map((style) => JSON.stringify(style))).size;
}

Deno.test("forty curves all look different, whether numbers, texts or two variables", () => {
  const forty = Array.from({ length: 40 }, (_, i) => i);
  assertEquals(distinct(forty.map((i) => [["max_num_seqs", String(8 * i)]])), 40);
  assertEquals(distinct(forty.map((i) => [["model", `m${i}`]])), 40);
  const two = forty.map((i) =>
    [["max_num_seqs", String(i >> 1)], ["enforce_eager", i % 2 ? "True" : "False"]] as const
  );
  assertEquals(distinct(two), 40);
});

Deno.test("the first variable is the colour, the second the marker and the dashes", () => {
  const [a, b, c] = curveStyles([
    [["n", "1"], ["on", "True"]],
    [["n", "1"], ["on", "False"]],
    [["n", "2"], ["on", "True"]],
  ]);
  assertEquals(a!.color, b!.color);
  assertEquals([a!.symbol, a!.dash], [c!.symbol, c!.dash]);
  assertEquals(a!.color === c!.color || a!.symbol === b!.symbol, false);
});
