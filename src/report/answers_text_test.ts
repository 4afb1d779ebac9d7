import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { experimentOf, failureOf } from "../analysis/_experiment.ts";
import { combinationRows, type Row } from "../analysis/rows.ts";
import { answersText } from "./answers_text.ts";

function rowsOf(names: readonly string[]): Row[] {
  return combinationRows(experimentOf(names.map((directory, x) => ({
    directory,
    serve: `{"x": ${x}, "y": ${x % 2}}`,
    runs: [10, 11].map((value) =>
      `{"output_throughput": ${value * (1 + x)}, "mean_ttft_ms": ${value}, "max_concurrency": 2}`
    ),
    failures: x === 0 ? [] : [{ run: 2, failure: failureOf("it broke") }],
  }))));
}

Deno.test("answers fit the terminal, each under its title", () => {
  const rows = rowsOf(["SERVE--a", "SERVE--b", "SERVE--界界"]);
  const whole = answersText(rows, null).trimEnd().split("\n");
  assertEquals(whole.map((line) => line.slice(0, 21).trimEnd()), [
    "Highest throughput",
    "Fastest first token",
    "Best compromise",
    "What matters most",
    "How sure",
  ]);
  assertStringIncludes(
    whole[0]!,
    "Clearly ahead of SERVE--b (21.0 tokens/s). 1 failure of it besides.",
  );
  for (const width of [40, 50, 80, 120]) {
    const text = answersText(rows, width);
    for (const line of text.trimEnd().split("\n")) {
      assert([...line].length + (line.match(/界/g) ?? []).length <= width, `${width}: ${line}`);
    }
    // Words are parted at spaces only.
    assertEquals(text.replace(/\s+/g, " "), answersText(rows, null).replace(/\s+/g, " "));
  }
});

Deno.test("control characters of a name do nothing to the terminal", () => {
  assertStringIncludes(answersText(rowsOf(["a", "\x1b[2Jb"]), null), "?[2Jb with 21.0 tokens/s");
});

Deno.test("one combination alone is no question", () => {
  assertEquals(answersText(rowsOf(["a"]), 80), "");
});
