/** Tokens per second of a GPU against those of a user, and the combinations that no other beats in both. */
import { paretoFrontier } from "../../analysis/pareto.ts";
import { addChart, axis, seriesStyle } from "./charts.ts";
import { data, fullLabel, meanOf } from "./data.ts";
import { openDetails } from "./details.ts";
import { combinationTip } from "./points.ts";
import { shown } from "./selection.ts";
import type { ChartTheme } from "./echarts.d.ts";

/** Makes the chart, if there are the numbers for it. */
export function initPareto() {
  if (data.pareto.includes(-1)) return;
  addChart({
    id: "pareto",
    draw,
    onClick: ({ data: item }) => {
      if (Array.isArray(item)) openDetails(Number(item[2]));
    },
  });
}

function draw(theme: ChartTheme) {
  const [x, y] = data.pareto;
  const points = shown().flatMap(([index, combination]) => {
    const px = meanOf(combination, x);
    const py = meanOf(combination, y);
    return px === null || py === null ? [] : [[px, py, index] as const];
  });
  const best = paretoFrontier(points, ([px]) => px, ([, py]) => py);
  const isBest = new Set(best.map(([, , index]) => index));
  const others = points.filter(([, , index]) => !isBest.has(index));
  const { color } = seriesStyle(theme, 0);
  const names = best.map(([, , index]) => data.combinations[index])
    .flatMap((combination) => combination === undefined ? [] : [fullLabel(combination)]);
  const option = {
    grid: { left: 64, right: 18, top: 40, bottom: 48 },
    legend: {
      top: 0,
      left: 0,
      textStyle: { color: theme.ink, fontSize: 12 },
      itemHeight: 10,
      data: ["frontier", "dominated"],
    },
    tooltip: {
      trigger: "item",
      formatter: ({ data: item }: { data: number[] }) => combinationTip(item[2] ?? -1, [x, y]),
    },
    xAxis: axis(theme, "tokens/s of each user →"),
    yAxis: axis(theme, "tokens/s of each GPU →", { nameGap: 48 }),
    series: [
      {
        type: "scatter",
        name: "dominated",
        data: others,
        symbol: "circle",
        symbolSize: others.length > 600 ? 4 : 7,
        color: theme.muted,
        itemStyle: { opacity: 0.65 },
      },
      {
        type: "line",
        name: "frontier",
        data: best,
        symbol: "diamond",
        symbolSize: 11,
        color,
        lineStyle: { width: 2 },
      },
    ],
  };
  return {
    option,
    marks: points.length,
    description:
      `Scatter chart of ${points.length} combinations; ${best.length} are on the Pareto frontier, from most tokens per GPU to most per user: ${
        names.slice(0, 8).join("; ")
      }.`,
  };
}
