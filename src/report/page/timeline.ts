/** The lives of the servers over the time of the sweep: starting, ready, runs, stop. */
import { addChart, axis, seriesStyle, tip } from "./charts.ts";
import { data, fullLabel } from "./data.ts";
import { openDetails } from "./details.ts";
import { byId } from "./dom.ts";
import { secondsText } from "./format.ts";
import type { ChartTheme, CustomApi } from "./echarts.d.ts";

/** Rows that are shown at once; more scroll. */
const ROWS = 40;
const ROW_HEIGHT_PX = 22;

/** Kinds of bars: the index is the first dimension but one of a bar's data. */
const KINDS = ["starting", "ready", "run", "failed run", "failed start"];

/** Data of a bar; times in seconds. */
type Bar = [row: number, kind: number, from: number, to: number, start: number, run: number];

/** Makes the chart, if a journal tells of starts. */
export function initTimeline() {
  if (data.starts.length === 0) return;
  const rows = Math.min(ROWS, data.starts.length);
  byId("timeline").style.height = `${rows * ROW_HEIGHT_PX + 90}px`;
  addChart({
    id: "timeline",
    draw,
    onClick: ({ data: item }) => {
      if (!Array.isArray(item)) return;
      const [, , , , start, run] = item as Bar;
      const span = data.starts[start]?.runs[run];
      if (span !== undefined && span.combination >= 0) openDetails(span.combination);
    },
  });
}

function draw(theme: ChartTheme) {
  const names = data.starts.map(({ sweep, server }) =>
    data.sweeps.length > 1 ? `${data.sweeps[sweep]?.name}: ${server}` : server
  );
  const colors = [
    seriesStyle(theme, 1).color,
    theme.faint,
    seriesStyle(theme, 0).color,
    theme.bad,
    theme.bad,
  ];
  const end = Math.max(...data.starts.map(({ to }) => to));
  const scrolls = data.starts.length > ROWS;
  const bars = barsOf();
  const option = {
    grid: { left: 190, right: scrolls ? 40 : 18, top: 34, bottom: 48 },
    legend: {
      top: 0,
      left: 0,
      selectedMode: false,
      textStyle: { color: theme.ink, fontSize: 12 },
      itemHeight: 10,
      data: KINDS.filter((_, kind) => bars.some((bar) => bar[1] === kind)),
    },
    tooltip: {
      trigger: "item",
      formatter: ({ data: bar }: { data: Bar }) => barTip(bar),
    },
    dataZoom: [
      { type: "inside", xAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl" },
      ...(scrolls
        ? [{
          type: "slider",
          yAxisIndex: 0,
          startValue: 0,
          endValue: ROWS - 1,
          filterMode: "weakFilter",
          width: 16,
          right: 4,
          brushSelect: false,
          showDetail: false,
        }]
        : []),
    ],
    xAxis: axis(theme, "time since the beginning", {
      min: 0,
      max: end,
      axisLabel: {
        color: theme.muted,
        fontSize: 11,
        hideOverlap: true,
        formatter: secondsText,
        showMaxLabel: false,
      },
    }),
    yAxis: {
      type: "category",
      inverse: true,
      data: names,
      axisLabel: { color: theme.muted, fontSize: 11, width: 176, overflow: "truncate" },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    series: KINDS.map((name, kind) => ({
      type: "custom",
      name,
      color: colors[kind],
      encode: { x: [2, 3], y: 0 },
      data: bars.filter((bar) => bar[1] === kind),
      clip: true,
      // All at once: bars that come later are not there on paper.
      progressive: 0,
      renderItem: (_: unknown, api: CustomApi) => {
        const [x, y] = api.coord([api.value(2), api.value(0)]);
        const [xEnd] = api.coord([api.value(3), api.value(0)]);
        const height = (api.size([0, 1])[1] ?? 10) * (kind === 1 ? 0.35 : 0.7);
        return {
          type: "rect",
          shape: { x, y: y - height / 2, width: Math.max(1, xEnd - x - 0.5), height },
          style: { fill: colors[kind], opacity: kind === 0 ? 0.85 : 1 },
        };
      },
    })),
  };
  return { option, marks: bars.length, description: describe() };
}

function barsOf(): Bar[] {
  return data.starts.flatMap(({ from, ready, to, hasFailed, runs }, start) => {
    const bars: Bar[] = [[start, hasFailed ? 4 : 0, from, ready ?? to, start, -1]];
    if (ready !== null) bars.push([start, 1, ready, to, start, -1]);
    for (const [index, run] of runs.entries()) {
      bars.push([start, run.outcome === "valid" ? 2 : 3, run.from, run.to, start, index]);
    }
    return bars;
  });
}

function barTip([, kind, from, to, start, index]: Bar) {
  const found = data.starts[start];
  const run = found?.runs[index];
  const combination = data.combinations[run?.combination ?? -1];
  const title = combination === undefined ? found?.server ?? "" : fullLabel(combination);
  const what = run === undefined ? KINDS[kind] ?? "" : run.run < 0 ? "warm-up" : `run ${run.run}`;
  return tip(title, [
    ["what", run === undefined || run.outcome === "valid" ? what : `${what}, ${run.outcome}`],
    ["begins after", secondsText(from)],
    ["takes", secondsText(to - from)],
  ]);
}

function describe() {
  const ready = data.starts.flatMap(({ from, ready }) => ready === null ? [] : [ready - from]);
  const startUp = ready.length === 0
    ? "none became ready"
    : `ready after ${secondsText(Math.min(...ready))} to ${secondsText(Math.max(...ready))}`;
  return `Timeline of ${data.starts.length} server starts, ${startUp}. The table below has the numbers.`;
}
