/**
 * Large parts that few commands need: the chart library, and what makes PNGs. Nothing imports this file but with `import()`. The
 * portable executable keeps it in a file of its own, for it would be read at every start otherwise.
 */
export { renderSvg } from "./report/charts/render_svg.ts";
export { svgToPng } from "./plot/png.ts";
