/** Pieces of ECharts options for a pair of axes whose values were placed before. */
import type { Axis } from "./axis.ts";
import { FAINT_INK, FONT_SIZE, GRID_COLOR, INK, textStyle } from "./text_style.ts";

/** A drawing and its size in pixels. */
export interface Chart {
  /** ECharts options. */
  readonly option: Record<string, unknown>;
  readonly width: number;
  readonly height: number;
}

/** Where a pair of axes is, in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Ends of the axes: values are placed from 0 to 1. */
const ENDS = { type: "value", min: 0, max: 1 } as const;

/** The options of {@linkcode axisOption}. */
export interface AxisOptions {
  readonly gridIndex: number;
  /** Title; none where a neighbour has it. */
  readonly name: string | null;
  /** Distance of the title from the axis in pixels. */
  readonly nameGap: number;
  readonly showLabels: boolean;
}

/** One axis with ticks of our own. */
export function axisOption(axis: Axis, options: AxisOptions): Record<string, unknown> {
  const { gridIndex, name, nameGap, showLabels } = options;
  const customValues = axis.ticks.map(({ place }) => place);
  const labels = new Map(axis.ticks.map(({ place, label }) => [place, label]));
  return {
    ...ENDS,
    gridIndex,
    name: name ?? "",
    nameLocation: "middle",
    nameGap,
    nameTextStyle: textStyle(FONT_SIZE.label),
    axisLine: { show: true, onZero: false, lineStyle: { color: FAINT_INK } },
    axisTick: { show: true, customValues, lineStyle: { color: FAINT_INK } },
    minorTick: { show: false },
    splitLine: { show: true, customValues, lineStyle: { color: GRID_COLOR } },
    axisLabel: {
      show: showLabels,
      customValues,
      hideOverlap: true,
      ...textStyle(FONT_SIZE.tick, INK),
      formatter: (place: number) => labels.get(place) ?? "",
    },
  };
}

/** A mean with the ends of its bars, each placed; null where there is no bar. */
export interface PlacedPoint {
  readonly x: number;
  readonly y: number;
  readonly barX: readonly [number, number] | null;
  readonly barY: readonly [number, number] | null;
}

/** Half the width of the caps of error bars, in pixels. */
const CAP = 3;

/** Bars as a series of lines with caps. It has no name: the legend would show it instead of the curve. */
export function errorBars(
  points: readonly PlacedPoint[],
  { axisIndex, color }: { axisIndex: number; color: string },
): Record<string, unknown> {
  return {
    type: "custom",
    xAxisIndex: axisIndex,
    yAxisIndex: axisIndex,
    silent: true,
    clip: false,
    z: 1,
    data: points.filter(({ barX, barY }) => barX !== null || barY !== null)
      .map(({ x, y, barX, barY }) => [x, y, ...(barX ?? [x, x]), ...(barY ?? [y, y])]),
    renderItem: (_: unknown, api: CustomApi) => {
      const [x, y, left, right, low, high] = [0, 1, 2, 3, 4, 5].map((dimension) =>
        api.value(dimension)
      ) as [number, number, number, number, number, number];
      const [x0, y0] = api.coord([left, low]);
      const [x1, y1] = api.coord([right, high]);
      const [cx, cy] = api.coord([x, y]);
      const lines = [
        ...(low < high ? [[cx, y0, cx, y1], cap(cx, y0, 1, 0), cap(cx, y1, 1, 0)] : []),
        ...(left < right ? [[x0, cy, x1, cy], cap(x0, cy, 0, 1), cap(x1, cy, 0, 1)] : []),
      ];
      return {
        type: "group",
        children: lines.map(([x1, y1, x2, y2]) => ({
          type: "line",
          shape: { x1, y1, x2, y2 },
          style: { stroke: color, lineWidth: 1 },
        })),
      };
    },
  };
}

/** What ECharts hands to a custom series. */
interface CustomApi {
  value(dimension: number): number;
  coord(point: [number, number]): [number, number];
}

function cap(x: number, y: number, across: number, up: number): number[] {
  return [x - CAP * across, y - CAP * up, x + CAP * across, y + CAP * up];
}
