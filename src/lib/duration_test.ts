import { assert, assertEquals } from "@std/assert";
import { durationText, elapsedText, limitText, roughText } from "./duration.ts";

Deno.test("a duration at the borders of its units", () => {
  for (
    const [ms, text] of [
      [0, "0 ms"],
      [0.4, "0 ms"],
      [999.4, "999 ms"],
      [999.6, "1.0 s"],
      [1_000, "1.0 s"],
      [59_940, "59.9 s"],
      [59_949, "59.9 s"],
      [59_950, "1 min 00 s"],
      [59_970, "1 min 00 s"],
      [60_000, "1 min 00 s"],
      [119_600, "2 min 00 s"],
      [3_599_400, "59 min 59 s"],
      [3_599_500, "1 h 00 min"],
      [3_629_999, "1 h 00 min"],
      [3_630_000, "1 h 01 min"],
      [7_199_000, "2 h 00 min"],
      [90_000_000, "25 h 00 min"],
    ] as const
  ) {
    assertEquals(durationText(ms), text, `${ms} ms`);
  }
});

Deno.test("no duration has sixty seconds or minutes, or a thousand milliseconds", () => {
  for (let ms = 1; ms < 1e8; ms = ms * 1.0007 + 0.3) {
    for (const text of [durationText(ms), elapsedText(ms)]) {
      const parts = [...text.matchAll(/([\d.]+) (ms|s|min)/g)];
      assert(
        parts.every(([, value, unit]) => Number(value) < (unit === "ms" ? 1_000 : 60)),
        `${ms} ms is "${text}"`,
      );
    }
  }
});

Deno.test("elapsed time counts whole seconds that are over", () => {
  assertEquals(
    [-5, 0, 999, 59_999, 60_000, 3_599_999, 3_600_000].map(elapsedText),
    ["0 s", "0 s", "0 s", "59 s", "1 min 00 s", "59 min 59 s", "1 h 00 min"],
  );
});

Deno.test("a rough length of time has one unit", () => {
  assertEquals(
    [999.6, 1_400, 119_400, 119_600, 7_169_000, 7_171_000, 9_000_000].map(roughText),
    ["1 s", "1 s", "119 s", "2 min", "119 min", "2.0 h", "2.5 h"],
  );
});

Deno.test("a limit is not rounded", () => {
  assertEquals(
    [250, 1_500, 60_000, 90_000, 5_400_000, 14_400_000, 5_340_000].map(limitText),
    ["250 ms", "1.5 s", "1 min", "90 s", "1.5 h", "4 h", "89 min"],
  );
});
