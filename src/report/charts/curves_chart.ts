/** A figure of `servesweep plot` as ECharts options: panels in rows and columns, and one legend. */
import { metricOf } from "../../analysis/metrics.ts";
import { floatOf } from "../../analysis/numeric.ts";
import type { Figure } from "../../analysis/plot/figure.ts";
import type { GroupKey } from "../../analysis/plot/grouping.ts";
import type { Point } from "../../analysis/plot/points.ts";
import { type Axis, categoryAxis, numberAxis } from "./axis.ts";
import { axisOption, type Box, type Chart, errorBars, type PlacedPoint } from "./cartesian.ts";
import { curveStyle } from "./curve_style.ts";
import { legend } from "./legend.ts";
import type { ScaleName } from "./scale_name.ts";
import { FONT_SIZE, textStyle } from "./text_style.ts";
import { shortened, textWidth } from "./text_width.ts";

/** How a figure is drawn. */
export interface CurvesChartOptions {
  readonly varX: string;
  readonly varY: string;
  readonly scaleX: ScaleName;
  readonly scaleY: ScaleName;
  readonly errorBars: boolean;
  /** Height and width of a panel with its labels, in pixels. */
  readonly panelSize: number;
}

/** Room in pixels: around everything, between panels, of a line of text, and what the x axis takes below. */
const EDGE = 16;
const GAP = 20;
const LINE = 18;
const BELOW = 52;

/** Draws a figure. */
export function curvesChart(figure: Figure, options: CurvesChartOptions): Chart {
  const { varX, varY, panelSize } = options;
  const points = figure.panels.flatMap(({ curves }) => curves.flatMap(({ points }) => points));
  const y = yAxis(points, options);
  const x = xAxis(figure, points, options);
  const yLabels = Math.max(0, ...y.ticks.map(({ label }) => textWidth(label, FONT_SIZE.tick)));
  const titleLines = panelTitle(figure, 0, 0).length;
  const figureTitle = keyText(figure.group).join(", ");
  const top = EDGE + (figureTitle === "" ? 0 : LINE + 8);
  const left = EDGE + LINE + 8 + yLabels + 8;
  const inner = panelSize - BELOW - LINE;
  const boxOf = (row: number, column: number): Box => ({
    left: left + column * (inner + GAP),
    top: top + (row + 1) * titleLines * LINE + row * (inner + GAP),
    width: inner,
    height: inner,
  });
  const last = boxOf(figure.rows.length - 1, figure.columns.length - 1);
  const right = last.left + last.width;
  const bottom = last.top + last.height;
  const key = legend(
    usedCurves(figure).map((index) => ({
      name: curveName(figure.curves[index]!),
      label: figure.curves[index]!.map(([, text]) => text).join(" / "),
    })),
    {
      left: right + GAP,
      top: top + titleLines * LINE,
      height: bottom - top,
      variables: figure.curves[0]?.map(([variable]) => variable) ?? [],
    },
  );
  const isLowest = lowestRows(figure);
  return {
    width: Math.ceil(right + (key.width > 0 ? GAP + key.width : 0) + EDGE),
    height: Math.ceil(bottom + BELOW + EDGE / 2),
    option: {
      animation: false,
      backgroundColor: "#ffffff",
      title: [
        ...(figureTitle === "" ? [] : [{
          text: shortened(figureTitle, FONT_SIZE.title, right - left),
          left,
          top: EDGE,
          padding: 0,
          textStyle: textStyle(FONT_SIZE.title),
        }]),
        ...figure.panels.map(({ row, column }) => {
          const box = boxOf(row, column);
          const lines = panelTitle(figure, row, column);
          return {
            text: lines.map((line) => shortened(line, FONT_SIZE.label, box.width)).join("\n"),
            left: box.left + box.width / 2,
            top: box.top - lines.length * LINE - 2,
            textAlign: "center",
            padding: 0,
            textStyle: { ...textStyle(FONT_SIZE.label), lineHeight: LINE },
          };
        }),
        ...key.titles,
      ],
      legend: key.legends,
      grid: figure.panels.map(({ row, column }) => ({
        ...boxOf(row, column),
        outerBoundsMode: "none",
      })),
      xAxis: figure.panels.map(({ row, column }, gridIndex) =>
        axisOption(x, {
          gridIndex,
          name: isLowest(row, column) ? axisTitle(varX) : null,
          nameGap: 28,
          showLabels: isLowest(row, column),
        })
      ),
      yAxis: figure.panels.map(({ column }, gridIndex) =>
        axisOption(y, {
          gridIndex,
          name: column === 0 ? axisTitle(varY) : null,
          nameGap: yLabels + 16,
          showLabels: column === 0,
        })
      ),
      series: figure.panels.flatMap(({ curves }, axisIndex) =>
        curves.flatMap(({ curve, points }) =>
          series(figure, curve, points, { x, y, axisIndex, withBars: options.errorBars })
        )
      ),
    },
  };
}

function series(
  { curves }: Figure,
  index: number,
  points: readonly Point[],
  { x, y, axisIndex, withBars }: { x: Axis; y: Axis; axisIndex: number; withBars: boolean },
): Record<string, unknown>[] {
  const { color, symbol, dash } = curveStyle(index, curves.length, isOrdered(curves));
  const name = curveName(curves[index]!);
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
function place({ x, y, xSd, ySd }: Point, xAxis: Axis, yAxis: Axis): PlacedPoint | null {
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
  return [axis.place(mean - sd) ?? 0, axis.place(mean + sd) ?? 1];
}

function xAxis(
  { categories }: Figure,
  points: readonly Point[],
  { scaleX, panelSize }: CurvesChartOptions,
): Axis {
  if (categories !== null) return categoryAxis(categories);
  const values = points.flatMap(({ x, xSd }) =>
    typeof x === "number" ? [x, ...around(x, xSd ?? 0, scaleX)] : []
  );
  const ownTicks = points.every(({ xSd }) => xSd === null);
  return numberAxis(values, { scale: scaleX, tickCount: Math.max(3, panelSize / 90), ownTicks });
}

function yAxis(
  points: readonly Point[],
  { scaleY, errorBars, panelSize }: CurvesChartOptions,
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

/** `Median time to first token (ms)`; a variable that nothing is known of has its own name. */
export function axisTitle(variable: string): string {
  const { title, unit } = metricOf(variable);
  return unit === "" || title === variable ? title : `${title} (${unit})`;
}

function panelTitle({ rows, columns }: Figure, row: number, column: number): string[] {
  return [...keyText(rows[row] ?? []), ...keyText(columns[column] ?? [])];
}

function keyText(key: GroupKey): string[] {
  return key.map(([variable, text]) => `${variable}=${text}`);
}

function curveName(key: GroupKey): string {
  return keyText(key).join(", ");
}

/** Curves that the figure has points of, in order. */
function usedCurves({ panels }: Figure): number[] {
  const used = panels.flatMap(({ curves }) => curves.map(({ curve }) => curve));
  return [...new Set(used)].sort((a, b) => a - b);
}

/** Whether the curves are values of one number. */
function isOrdered(curves: readonly GroupKey[]): boolean {
  return curves.every((key) => key.length === 1 && floatOf(key[0]![1]) !== null);
}

/** Tells the lowest panel of each column: not every combination of row and column has one. */
function lowestRows({ panels }: Figure): (row: number, column: number) => boolean {
  return (row, column) => !panels.some((panel) => panel.column === column && panel.row > row);
}
