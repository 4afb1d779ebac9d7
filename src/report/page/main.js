// @ts-check
// The beginning of the page's script.
import { initCharts } from "./charts.js";
import { initComparison } from "./comparison.js";
import { initCurves } from "./curves.js";
import { initDetails } from "./details.js";
import { selectById } from "./dom.js";
import { initEffects } from "./effects.js";
import { initHeatmap } from "./heatmap.js";
import { initPareto } from "./pareto.js";
import { initFilter } from "./selection.js";
import { initTable } from "./table.js";
import { initTimeline } from "./timeline.js";

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
