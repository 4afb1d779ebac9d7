/** From SVG to PNG with resvg. The font is part of the program: what a system has differs, and may be none. */
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import font from "dejavu-sans.ttf" with { type: "bytes" };
import wasm from "resvg.wasm" with { type: "bytes" };

let ready: Promise<void> | null = null;

/**
 * Draws an SVG.
 *
 * @param scale Pixels of the PNG per unit of the SVG.
 * @throws {Error} If the SVG cannot be read.
 */
export async function svgToPng(svg: string, scale: number): Promise<Uint8Array> {
  ready ??= initWasm(wasm);
  await ready;
  const drawing = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { fontBuffers: [font], defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" },
  });
  try {
    const image = drawing.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}
