/** Looking at pictures: a page of the browser decodes them. */
import type { Page } from "./browser.ts";

/**
 * How many pixels of a PNG have each colour, as `r,g,b`, the most frequent first.
 *
 * @param page An empty page.
 */
export async function colorsOf(
  page: Page,
  png: Uint8Array,
): Promise<readonly (readonly [color: string, pixels: number])[]> {
  return await page.evaluate(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${png.toBase64()}";
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const counts = new Map();
    for (let at = 0; at < data.length; at += 4) {
      const color = data[at] + "," + data[at + 1] + "," + data[at + 2];
      counts.set(color, (counts.get(color) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a);
  })()`);
}
