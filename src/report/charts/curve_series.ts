/** Axes and series of ECharts for the curves of a figure. */
import type { Figure } from "../../analysis/plot/figure.ts";
import type { Point } from "../../analysis/plot/points.ts";
import { type Axis, categoryAxis, numberAxis } from "./axis.ts";
import { errorBars, type PlacedPoint } from "./cartesian.ts";
import type { CurveStyle } from "./curve_style.ts";
import type { ScaleName } from "./scale_name.ts";

/** What the axes depend on. */
export interface AxesOptions {
  readonly scaleX: ScaleName;
  readonly scaleY: ScaleName;
  readonly errorBars: boolean;
  /** Height and width of a panel with its labels, in pixels. */
  readonly panelSize: number;
}

/** How one curve is drawn. */
export interface CurveOptions {
  readonly x: Axis;
  readonly y: Axis;
  /** Number of the panel. */
  readonly axisIndex: number;
  readonly name: string;
  readonly style: CurveStyle;
  readonly withBars: boolean;
}

/** The series of one curve: its bars, and its line with markers. */
export function curveSeries(
  points: readonly Point[],
  { x, y, axisIndex, name, style: { color, symbol, dash }, withBars }: CurveOptions,
): Record<string, unknown>[] {
  const placed = points.map((point) => place(point, x, y)).filter((point) => point !== null);
  return [
    ...(withBars ? [errorBars(placed, { axisIndex, color })] : []),
    {
      type: "line",
      name,
      xAxisIndex: axisIndex,
      yAxisIndex: axisIndex,
      silent: true,
      symbol,
      symbolSize: 8,
      showAllSymbol: true,
      itemStyle: { color },
      lineStyle: { color, width: 1.75, type: dash.length > 0 ? [...dash] : "solid" },
      z: 2,
      data: placed.map(({ x, y }) => [x, y]),
    },
  ];
}

/** Null if an axis cannot show the point. */
export function place({ x, y, xSd, ySd }: Point, xAxis: Axis, yAxis: Axis): PlacedPoint | null {
  const [px, py] = [xAxis.place(x), yAxis.place(y)];
  if (px === null || py === null) return null;
  return {
    x: px,
    y: py,
    barX: typeof x === "string" ? null : bar(x, xSd, xAxis),
    barY: bar(y, ySd, yAxis),
  };
}

/** One standard deviation to both sides; on a logarithmic axis one that reaches 0 goes to its start. */
function bar(mean: number, sd: number | null, axis: Axis): [number, number] | null {
  if (sd === null || sd === 0) return null;
  const [low, high] = [axis.place(mean - sd) ?? 0, axis.place(mean + sd) ?? 1];
  return [Math.max(0, low), Math.min(1, high)];
}

/** The x axis of all panels. */
export function xAxis(
  { categories }: Figure,
  points: readonly Point[],
  { scaleX, panelSize }: AxesOptions,
): Axis {
  if (categories !== null) return categoryAxis(categories);
  const values = points.flatMap(({ x, xSd }) =>
    typeof x === "number" ? [x, ...around(x, xSd ?? 0, scaleX)] : []
  );
  const ownTicks = points.every(({ xSd }) => xSd === null);
  return numberAxis(values, { scale: scaleX, tickCount: Math.max(3, panelSize / 90), ownTicks });
}

/** The y axis of all panels. */
export function yAxis(
  points: readonly Point[],
  { scaleY, errorBars, panelSize }: AxesOptions,
): Axis {
  const values = points.flatMap(({ y, ySd }) => [
    y,
    ...around(y, errorBars ? ySd ?? 0 : 0, scaleY),
  ]);
  return numberAxis(values, { scale: scaleY, tickCount: Math.max(3, panelSize / 80) });
}

/** Ends of a bar that an axis makes room for; none below 0 on a logarithmic one. */
function around(mean: number, sd: number, scale: ScaleName): number[] {
  if (sd === 0 || !Number.isFinite(mean)) return [];
  return scale === "log" && mean <= sd ? [mean + sd] : [mean - sd, mean + sd];
}
