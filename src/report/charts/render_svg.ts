/** From ECharts options to SVG, without a browser. */
import * as echarts from "echarts/core";
// The parts that are drawn with, each of which registers itself: the index of all charts would come whole.
import "echarts/custom";
import "echarts/grid";
import "echarts/legend";
import "echarts/line";
import "echarts/scatter";
import "echarts/title";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import type { Chart } from "./cartesian.ts";
import { textWidth } from "./text_width.ts";

echarts.use([LabelLayout, SVGRenderer]);

echarts.setPlatformAPI({
  measureText: (text: string, font?: string) => ({
    width: textWidth(text, Number(/([\d.]+)px/.exec(font ?? "")?.[1] ?? 12)),
  }),
});

/**
 * Draws a chart.
 *
 * @param title What the picture is, for readers of screens.
 * @returns An SVG document.
 */
export function renderSvg({ option, width, height }: Chart, title: string): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(option);
    const svg = chart.renderToSVGString({ useViewBox: true });
    return `${withTitle(withoutClips(withoutHover(svg)), title, width, height)}\n`;
  } finally {
    chart.dispose();
  }
}

/** A picture has no pointer: the styles for it only make it larger. */
function withoutHover(svg: string): string {
  return svg.replace(/<style\s*>[\s\S]*?<\/style>\n?/g, "").replace(/ class="zr\d+-cls-\d+"/g, "");
}

/** Everything lies on the axes. A clip makes a layer of the whole picture for each curve, which takes resvg 0.1 s each. */
function withoutClips(svg: string): string {
  return svg.replace(/ clip-path="url\(#[^)]*\)"/g, "")
    .replace(/<clipPath [\s\S]*?<\/clipPath>\n?/g, "");
}

function withTitle(svg: string, title: string, width: number, height: number): string {
  const text = title.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
  return svg.replace(
    /^<svg[^>]*>/,
    (tag) =>
      `${
        tag.slice(0, -1).replace(/ (width|height)="[^"]*"/g, "")
      } width="${width}" height="${height}" ` +
      `role="img"><title>${text}</title>`,
  );
}
