import { assertAlmostEquals } from "@std/assert";
import { decode } from "fast-png";
import { FONT_FAMILY, textWidth } from "../report/charts/text_width.ts";
import { svgToPng } from "./png.ts";

Deno.test("text in a PNG is as wide as charts are laid out for", async () => {
  for (
    const text of [
      "max_num_batched_tokens=16384",
      "Median inter-token latency (ms)",
      "iiiillll....WWWWmmmm",
    ]
  ) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="40">` +
      `<rect width="600" height="40" fill="#fff"/>` +
      `<text x="20" y="28" style="font-size:20px;font-family:${FONT_FAMILY}">${text}</text></svg>`;
    const { width, height, data, channels } = decode(await svgToPng(svg, 2));
    const dark = Array.from({ length: width }, (_, x) => x).filter((x) =>
      Array.from({ length: height }, (_, y) => data[(y * width + x) * channels]!)
        .some((red) => red < 200)
    );
    // The first and the last letter have a little room at their sides.
    assertAlmostEquals(
      (dark.at(-1)! - dark[0]!) / 2,
      textWidth(text, 20),
      3 + 0.02 * textWidth(text, 20),
      text,
    );
  }
});
