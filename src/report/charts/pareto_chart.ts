/** The figure of `servesweep plot-pareto` as ECharts options: every run, and the frontier. */
import { numberAxis } from "./axis.ts";
import { axisOption, type Chart } from "./cartesian.ts";
import { FONT_SIZE, textStyle } from "./text_style.ts";
import { shortened, textWidth } from "./text_width.ts";

/** A run on the plane. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
  /** Lines beside a point of the frontier. */
  readonly label: readonly string[];
}

const WIDTH = 768;
const HEIGHT = 576;
const EDGE = 16;
const BELOW = 56;
const ABOVE = 48;
const LABEL_SIZE = 11;
const MAX_LABEL = 240;

const ALL_COLOR = "#8a8a8a";
const FRONTIER_COLOR = "#0072b2";

/** Draws all runs, and of these the frontier by rising x. */
export function paretoChart(all: readonly PlanePoint[], frontier: readonly PlanePoint[]): Chart {
  const x = numberAxis(all.map(({ x }) => x), { scale: "linear", tickCount: 8 });
  const y = numberAxis(all.map(({ y }) => y), { scale: "linear", tickCount: 8 });
  const yLabels = Math.max(...y.ticks.map(({ label }) => textWidth(label, FONT_SIZE.tick)));
  const left = EDGE + 26 + yLabels + 8;
  const right = roomForLabels(frontier, (point) => x.place(point.x)!, WIDTH - left - EDGE);
  const place = (point: PlanePoint) => [x.place(point.x), y.place(point.y)];
  return {
    width: WIDTH,
    height: HEIGHT,
    option: {
      animation: false,
      backgroundColor: "#ffffff",
      grid: {
        left,
        top: ABOVE,
        width: WIDTH - left - right,
        height: HEIGHT - ABOVE - BELOW,
        outerBoundsMode: "none",
      },
      legend: {
        left,
        top: EDGE,
        padding: 0,
        itemGap: 24,
        selectedMode: false,
        textStyle: textStyle(FONT_SIZE.tick),
        data: ["All runs", "Pareto frontier"],
      },
      xAxis: axisOption(x, { gridIndex: 0, name: "Tokens/s/user", nameGap: 30, showLabels: true }),
      yAxis: axisOption(y, {
        gridIndex: 0,
        name: "Tokens/s/GPU",
        nameGap: yLabels + 16,
        showLabels: true,
      }),
      series: [
        {
          type: "scatter",
          name: "All runs",
          silent: true,
          symbol: "circle",
          symbolSize: 8,
          itemStyle: { color: ALL_COLOR, opacity: 0.55 },
          data: all.map(place),
        },
        {
          type: "line",
          name: "Pareto frontier",
          silent: true,
          symbol: "circle",
          symbolSize: 9,
          showAllSymbol: true,
          itemStyle: { color: FRONTIER_COLOR },
          lineStyle: { color: FRONTIER_COLOR, width: 1.75 },
          labelLayout: { hideOverlap: true },
          data: frontier.map((point) => ({
            value: place(point),
            label: {
              show: point.label.length > 0,
              position: "right",
              align: "left",
              verticalAlign: "bottom",
              distance: 6,
              textBorderColor: "#ffffff",
              textBorderWidth: 2,
              ...textStyle(LABEL_SIZE),
              lineHeight: LABEL_SIZE + 3,
              formatter: () => labelText(point),
            },
          })),
        },
      ],
    },
  };
}

function labelText({ label }: PlanePoint): string {
  return label.map((line) => shortened(line, LABEL_SIZE, MAX_LABEL)).join("\n");
}

/** Width of the margin on the right that no label of the frontier is cut by. */
function roomForLabels(
  frontier: readonly PlanePoint[],
  place: (point: PlanePoint) => number,
  width: number,
): number {
  const over = frontier.map((point) => {
    const label = textWidth(labelText(point), LABEL_SIZE) + 16;
    // The margin narrows the plane, and the point moves with it.
    return place(point) * width + label - width;
  });
  return EDGE + Math.max(0, ...over);
}
