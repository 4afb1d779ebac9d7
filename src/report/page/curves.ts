/** Curves of latency over throughput: one a serve set, its points in the order of the load. */
import { addChart, axis, redraw, seriesStyle } from "./charts.ts";
import { data, meanOf, metricTitle } from "./data.ts";
import { fillSelect, selectById } from "./dom.ts";
import { shortNumber } from "./format.ts";
import { openDetails } from "./details.ts";
import { combinationTip, grouped, seriesNumber } from "./points.ts";
import { shown, visible } from "./selection.ts";
import type { ChartTheme, CustomApi } from "./echarts.d.ts";
import type { PageCombination } from "../html/page_data.ts";

/** More whiskers than these hide the curves. */
const MOST_WHISKERS = 400;

/** More points than these are small ones. */
const CROWD = 600;

/** Makes the chart and its choices. */
export function initCurves() {
  const choices = data.metrics.map((metric, index) => [index, metricTitle(metric)] as const);
  fillSelect(selectById("curves-x"), choices, data.curves[0]);
  fillSelect(selectById("curves-y"), choices, data.curves[1]);
  for (const id of ["curves-x", "curves-y", "curves-log"]) {
    selectById(id).addEventListener("change", () => redraw("curves"));
  }
  addChart({
    id: "curves",
    draw,
    onClick: ({ data: item }) => {
      if (Array.isArray(item)) openDetails(Number(item[2]));
    },
  });
}

function draw(theme: ChartTheme) {
  const x = Number(selectById("curves-x").value);
  const y = Number(selectById("curves-y").value);
  const isLog = selectById("curves-log").value === "log";
  const whiskers: [number, number, number, number, number][] = [];
  const groups = grouped(shown(), curveName);
  const isCrowded = visible.size > CROWD;
  const series = [...groups].map(([name, combinations]) => {
    const points = combinations.toSorted(([, a], [, b]) => loadOf(a) - loadOf(b))
      .flatMap(([index, combination]) => {
        const at = [meanOf(combination, x), meanOf(combination, y)];
        const [px, py] = at;
        if (px === null || py === null || px === undefined || py === undefined) return [];
        if (isLog && (px <= 0 || py <= 0)) return [];
        const values = combination.runs.map((run) => run.values[y]).filter((value) =>
          value != null
        );
        whiskers.push([px, Math.min(...values), Math.max(...values), seriesNumber(name), index]);
        return [[px, py, index]];
      });
    const { color, symbol } = seriesStyle(theme, seriesNumber(name));
    return {
      type: "line",
      name,
      data: points,
      symbol,
      symbolSize: isCrowded ? 4 : 8,
      lineStyle: { width: isCrowded ? 1 : 1.75 },
      color,
      emphasis: { focus: "series" },
    };
  });
  const marks = series.reduce((sum, { data: points }) => sum + points.length, 0);
  const type = isLog ? "log" : "value";
  const option = {
    grid: { left: 64, right: 18, top: groups.size > 1 ? 40 : 16, bottom: 48 },
    legend: {
      show: groups.size > 1,
      type: "scroll",
      top: 0,
      left: 0,
      textStyle: { color: theme.ink, fontSize: 12 },
      pageTextStyle: { color: theme.ink },
      pageIconColor: theme.accent,
      pageIconInactiveColor: theme.line,
      itemHeight: 10,
    },
    tooltip: {
      trigger: "item",
      formatter: ({ data: item }: { data: number[] }) => combinationTip(item[2] ?? -1, [x, y]),
    },
    xAxis: axis(theme, metricTitle(data.metrics[x]), { type }),
    yAxis: axis(theme, metricTitle(data.metrics[y]), { type, nameGap: 48 }),
    series: whiskers.length > MOST_WHISKERS ? series : [...series, whiskerSeries(theme, whiskers)],
  };
  return { option, marks, description: describe(groups.size, marks, x, y) };
}

/** From the lowest run to the highest. */
function whiskerSeries(theme: ChartTheme, whiskers: number[][]) {
  return {
    type: "custom",
    silent: true,
    progressive: 0,
    tooltip: { show: false },
    data: whiskers,
    z: 1,
    renderItem: (_: unknown, api: CustomApi) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const [, high] = api.coord([api.value(0), api.value(2)]);
      return {
        type: "line",
        shape: { x1: x, y1: low, x2: x, y2: high },
        style: { stroke: seriesStyle(theme, api.value(3)).color, lineWidth: 1, opacity: 0.6 },
      };
    },
  };
}

/** The curve that a combination is on: its sweep, its serve set, and what of its bench set does not follow from the load. */
function curveName({ sweep, serve, levels }: PageCombination) {
  const others = data.curveParams.flatMap((index) => {
    const param = data.params[index];
    const text = param?.levels[levels[index] ?? -1];
    return text === undefined ? [] : [`${param?.name}=${text}`];
  });
  const from = data.sweeps.length > 1 ? [data.sweeps[sweep]?.name ?? ""] : [];
  return [...from, data.names[serve] ?? "server", ...others].join(", ");
}

function loadOf({ levels }: PageCombination) {
  return levels[data.load] ?? 0;
}

function describe(curves: number, points: number, x: number, y: number) {
  const range = (metric: number) => {
    const values = shown().map(([, combination]) => meanOf(combination, metric))
      .filter((value) => value !== null);
    return `${shortNumber(Math.min(...values))} to ${shortNumber(Math.max(...values))}`;
  };
  return `Line chart with ${curves} curves of ${points} points: ${
    metricTitle(data.metrics[y])
  } from ${range(y)} over ${metricTitle(data.metrics[x])} from ${
    range(x)
  }. The table of combinations has the numbers.`;
}
