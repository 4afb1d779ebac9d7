/** What the page needs besides its content: read as text when the report is made, so that the page is one file. */
import echarts from "echarts-page" with { type: "text" };
import script from "../page/bundle.js" with { type: "text" };
import css from "../page/page.css" with { type: "text" };
import type { PageAssets } from "./page.ts";

/** Style sheet and scripts. */
export const PAGE_ASSETS: PageAssets = { css, echarts, script };
