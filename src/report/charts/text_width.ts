/** How wide text is, without a browser or a canvas: ECharts would take the widths of a narrower font. */

/** The font of charts. PNGs are drawn with DejaVu Sans; the others are what a system without it has that is like it. */
export const FONT_FAMILY = "DejaVu Sans, Verdana, Geneva, sans-serif";

/** Advance widths of DejaVu Sans 2.37 from space to tilde, in thousandths of the font size. */
// deno-fmt-ignore
const WIDTHS = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636,
  636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775,
  752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390,
  337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
  635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];

/** Of letters beyond ASCII: most of Latin, Greek and Cyrillic are narrower. */
const OTHER_WIDTH = 700;

/** Of ideographs and what else is as wide as high. */
const FULL_WIDTH = 1000;

const FULL_WIDTH_START = 0x1100;

/** Width in the unit of the size; the widest line counts. */
export function textWidth(text: string, fontSize: number): number {
  const lines = text.split("\n").map((line) => {
    let width = 0;
    for (const char of line) {
      const code = char.codePointAt(0)!;
      width += WIDTHS[code - 0x20] ?? (code < FULL_WIDTH_START ? OTHER_WIDTH : FULL_WIDTH);
    }
    return width;
  });
  return Math.max(...lines) * fontSize / 1000;
}

/** A text that is at most so wide: what is too much in the middle becomes an ellipsis. */
export function shortened(text: string, fontSize: number, maxWidth: number): string {
  if (textWidth(text, fontSize) <= maxWidth) return text;
  const chars = [...text];
  for (let kept = chars.length - 1; kept > 1; kept--) {
    const head = Math.ceil(kept / 2);
    const short = `${chars.slice(0, head).join("")}…${chars.slice(head - kept).join("")}`;
    if (textWidth(short, fontSize) <= maxWidth) return short;
  }
  return "…";
}
