/** A figure of `servesweep plot` as ECharts options: panels in rows and columns, and one legend. */
import { metricOf } from "../../analysis/metrics.ts";
import type { Figure } from "../../analysis/plot/figure.ts";
import type { GroupKey } from "../../analysis/plot/grouping.ts";
import { axisOption, type Box, type Chart } from "./cartesian.ts";
import { type AxesOptions, curveSeries, place, xAxis, yAxis } from "./curve_series.ts";
import { curveStyles } from "./curve_style.ts";
import { legend } from "./legend.ts";
import { FONT_SIZE, textStyle } from "./text_style.ts";
import { shortened, textWidth } from "./text_width.ts";

/** How a figure is drawn. */
export interface CurvesChartOptions extends AxesOptions {
  readonly varX: string;
  readonly varY: string;
}

/** A drawing of curves. */
export interface CurvesChart extends Chart {
  /** Number of points that are not on the axes: what is not over 0 on a logarithmic one. */
  readonly hidden: number;
}

/** Room in pixels: around everything, between panels, of a line of text, and what the x axis takes below. */
const EDGE = 16;
const GAP = 20;
const LINE = 18;
const BELOW = 52;

/** Draws a figure. */
export function curvesChart(figure: Figure, options: CurvesChartOptions): CurvesChart {
  const { varX, varY, panelSize } = options;
  const points = figure.panels.flatMap(({ curves }) => curves.flatMap(({ points }) => points));
  const y = yAxis(points, options);
  const x = xAxis(figure, points, options);
  const styles = curveStyles(figure.curves);
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
    hidden: points.filter((point) => place(point, x, y) === null).length,
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
          curveSeries(points, {
            x,
            y,
            axisIndex,
            name: curveName(figure.curves[curve]!),
            style: styles[curve]!,
            withBars: options.errorBars,
          })
        )
      ),
    },
  };
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

/** Tells the lowest panel of each column: not every combination of row and column has one. */
function lowestRows({ panels }: Figure): (row: number, column: number) => boolean {
  return (row, column) => !panels.some((panel) => panel.column === column && panel.row > row);
}
