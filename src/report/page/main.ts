/** The beginning of the page's script. */
import { initCharts } from "./charts.ts";
import { initComparison } from "./comparison.ts";
import { initCurves } from "./curves.ts";
import { initDetails } from "./details.ts";
import { selectById } from "./dom.ts";
import { initEffects } from "./effects.ts";
import { initHeatmap } from "./heatmap.ts";
import { initPareto } from "./pareto.ts";
import { initFilter } from "./selection.ts";
import { initTable } from "./table.ts";
import { initTimeline } from "./timeline.ts";

// The colours come first: what is drawn later has them at once.
const theme = selectById("theme");
theme.addEventListener("change", () => {
  if (theme.value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});

initFilter();
initTable();
initDetails();
initComparison();
initCharts();
initCurves();
initPareto();
initHeatmap();
initEffects();
initTimeline();
document.documentElement.dataset.ready = "true";
