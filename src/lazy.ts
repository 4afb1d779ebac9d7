/**
 * Large parts that few commands need: the chart library, also for the page of a report, and what makes PNGs. Nothing imports
 * this file but with `import()`, so that a bundle has it in a file of its own that is not read at every start.
 */
export { PAGE_ASSETS } from "./report/html/assets.ts";
export { renderSvg } from "./report/charts/render_svg.ts";
export { svgToPng } from "./plot/png.ts";
