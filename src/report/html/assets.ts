/** What the page needs besides its content: read as text when the report is made, so that the page is one file. */
import echarts from "echarts-page" with { type: "text" };
import bestLevels from "../page/best_levels.js" with { type: "text" };
import charts from "../page/charts.js" with { type: "text" };
import comparison from "../page/comparison.js" with { type: "text" };
import curves from "../page/curves.js" with { type: "text" };
import data from "../page/data.js" with { type: "text" };
import details from "../page/details.js" with { type: "text" };
import dom from "../page/dom.js" with { type: "text" };
import effects from "../page/effects.js" with { type: "text" };
import format from "../page/format.js" with { type: "text" };
import frontier from "../page/frontier.js" with { type: "text" };
import heatmap from "../page/heatmap.js" with { type: "text" };
import main from "../page/main.js" with { type: "text" };
import css from "../page/page.css" with { type: "text" };
import pareto from "../page/pareto.js" with { type: "text" };
import points from "../page/points.js" with { type: "text" };
import selection from "../page/selection.js" with { type: "text" };
import table from "../page/table.js" with { type: "text" };
import timeline from "../page/timeline.js" with { type: "text" };
import { joinModules } from "./join_modules.ts";
import type { PageAssets } from "./page.ts";

/** Style sheet and scripts. */
export const PAGE_ASSETS: PageAssets = {
  css,
  echarts,
  script: joinModules({
    "dom.js": dom,
    "data.js": data,
    "format.js": format,
    "best_levels.js": bestLevels,
    "selection.js": selection,
    "charts.js": charts,
    "details.js": details,
    "points.js": points,
    "frontier.js": frontier,
    "table.js": table,
    "comparison.js": comparison,
    "curves.js": curves,
    "pareto.js": pareto,
    "heatmap.js": heatmap,
    "effects.js": effects,
    "timeline.js": timeline,
    "main.js": main,
  }),
};
