// @ts-check
// Curves of latency over throughput: one a serve set, its points in the order of the load.
import { addChart, axis, redraw, seriesStyle } from "./charts.js";
import { data, meanOf, metricTitle } from "./data.js";
import { fillSelect, selectById } from "./dom.js";
import { shortNumber } from "./format.js";
import { openDetails } from "./details.js";
import { combinationTip, grouped, seriesNumber } from "./points.js";
import { shown, visible } from "./selection.js";

/** @import { ChartTheme, CustomApi } from "./echarts.d.ts" */
/** @import { PageCombination } from "../html/page_data.ts" */

/** More whiskers than these hide the curves. */
const MOST_WHISKERS = 400;

/** More points than these are small ones. */
const CROWD = 600;

/** Makes the chart and its choices. */
export function initCurves() {
  const choices = data.metrics.map((
    metric,
    index,
  ) => /** @type {const} */ ([index, metricTitle(metric)]));
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

/** @param {ChartTheme} theme */
function draw(theme) {
  const x = Number(selectById("curves-x").value);
  const y = Number(selectById("curves-y").value);
  const isLog = selectById("curves-log").value === "log";
  /** @type {[number, number, number, number, number][]} */
  const whiskers = [];
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
      formatter: (/** @type {{ data: number[] }} */ { data: item }) =>
        combinationTip(item[2] ?? -1, [x, y]),
    },
    xAxis: axis(theme, metricTitle(data.metrics[x]), { type }),
    yAxis: axis(theme, metricTitle(data.metrics[y]), { type, nameGap: 48 }),
    series: whiskers.length > MOST_WHISKERS ? series : [...series, whiskerSeries(theme, whiskers)],
  };
  return { option, marks, description: describe(groups.size, marks, x, y) };
}

/**
 * From the lowest run to the highest.
 *
 * @param {ChartTheme} theme
 * @param {number[][]} whiskers
 */
function whiskerSeries(theme, whiskers) {
  return {
    type: "custom",
    silent: true,
    progressive: 0,
    tooltip: { show: false },
    data: whiskers,
    z: 1,
    renderItem: (/** @type {unknown} */ _, /** @type {CustomApi} */ api) => {
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

/**
 * The curve that a combination is on: its sweep, its serve set, and what of its bench set does not follow from the load.
 *
 * @param {PageCombination} combination
 */
function curveName({ sweep, serve, levels }) {
  const others = data.curveParams.flatMap((index) => {
    const param = data.params[index];
    const text = param?.levels[levels[index] ?? -1];
    return text === undefined ? [] : [`${param?.name}=${text}`];
  });
  const from = data.sweeps.length > 1 ? [data.sweeps[sweep]?.name ?? ""] : [];
  return [...from, data.names[serve] ?? "server", ...others].join(", ");
}

/** @param {PageCombination} combination */
function loadOf({ levels }) {
  return levels[data.load] ?? 0;
}

/**
 * @param {number} curves
 * @param {number} points
 * @param {number} x
 * @param {number} y
 */
function describe(curves, points, x, y) {
  const range = (/** @type {number} */ metric) => {
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
