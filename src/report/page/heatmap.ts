/** A metric over two parameters; a cell is the mean of the combinations that share both values. */
import { numberText } from "../numbers.ts";
import { addChart, redraw, tip } from "./charts.ts";
import { data, meanOf, metricTitle } from "./data.ts";
import { openDetails } from "./details.ts";
import { byId, fillSelect, selectById } from "./dom.ts";
import { pickLevels, shown } from "./selection.ts";
import type { ChartTheme } from "./echarts.d.ts";

/** Cells that are large enough for a number. */
const MOST_NUMBERS = 120;
/** Height of a row of cells, of all of them at most, and of axis and margin. */
const CELL_PX = 46;
const MOST_CELLS_PX = 560;
const BESIDE_CELLS_PX = 60;
const MOST_LABEL_PX = 150;

/** Levels of both parameters, and the combinations that share them. */
interface Cell {
  readonly x: number;
  readonly y: number;
  readonly mean: number;
  readonly members: readonly number[];
}

let cells: Cell[] = [];

/** Makes the chart and its choices, if two parameters vary. */
export function initHeatmap() {
  if (data.params.length < 2) return;
  const params = data.params.map(({ name, side }, index) => [index, `${name} (${side})`] as const);
  const firstBench = data.params.findIndex(({ side }) => side === "bench");
  const x = data.load >= 0 ? data.load : firstBench > 0 ? firstBench : 1;
  fillSelect(selectById("heatmap-x"), params, x);
  fillSelect(selectById("heatmap-y"), params, x === 0 ? 1 : 0);
  fillSelect(
    selectById("heatmap-metric"),
    data.metrics.map((metric, index) => [index, metricTitle(metric)] as const),
    data.curves[0],
  );
  for (const id of ["heatmap-x", "heatmap-y", "heatmap-metric"]) {
    selectById(id).addEventListener("change", () => redraw("heatmap"));
  }
  addChart({
    id: "heatmap",
    draw,
    onClick: ({ dataIndex }) => {
      const cell = cells[dataIndex];
      if (cell === undefined) return;
      if (cell.members.length === 1) openDetails(cell.members[0] ?? -1);
      else {
        const [xParam, yParam] = axes();
        pickLevels([[xParam, cell.x], [yParam, cell.y]]);
        byId("combinations").scrollIntoView();
      }
    },
  });
}

function axes(): [x: number, y: number, metric: number] {
  const value = (id: string) => Number(selectById(id).value);
  return [value("heatmap-x"), value("heatmap-y"), value("heatmap-metric")];
}

function draw(theme: ChartTheme) {
  const [x, y, at] = axes();
  const metric = data.metrics[at];
  cells = cellsOf(x, y, at);
  const decimals = metric?.decimals ?? 2;
  const means = cells.map(({ mean }) => mean);
  const xLevels = usedLevels(x, cells.map((cell) => cell.x));
  const yLevels = usedLevels(y, cells.map((cell) => cell.y));
  const colors = [theme.low, theme.middle, theme.high];
  const category = (param: number, levels: number[]) => ({
    type: "category",
    name: data.params[param]?.name ?? "",
    nameLocation: "middle",
    nameTextStyle: { color: theme.ink, fontSize: 12 },
    data: levels.map((level) => levelText(param, level)),
    axisLabel: { color: theme.muted, fontSize: 11, width: MOST_LABEL_PX, overflow: "truncate" },
    axisLine: { show: false },
    axisTick: { show: false },
  });
  const labels = Math.min(
    MOST_LABEL_PX,
    14 + 6.5 * Math.max(...yLevels.map((level) => levelText(y, level).length)),
  );
  byId("heatmap").style.height = `${
    BESIDE_CELLS_PX + Math.min(MOST_CELLS_PX, yLevels.length * CELL_PX)
  }px`;
  const option = {
    grid: { left: labels + 36, right: 84, top: 12, bottom: 48 },
    tooltip: {
      trigger: "item",
      formatter: ({ dataIndex }: { dataIndex: number }) => cellTip(cells[dataIndex], x, y, at),
    },
    xAxis: { ...category(x, xLevels), nameGap: 28 },
    yAxis: { ...category(y, yLevels), nameGap: labels + 12 },
    visualMap: {
      type: "continuous",
      min: Math.min(...means),
      max: Math.max(...means),
      // Bright is good in every metric.
      inRange: { color: metric?.better === "lower" ? colors.toReversed() : colors },
      calculable: false,
      right: 0,
      top: "center",
      itemHeight: Math.min(160, yLevels.length * CELL_PX - 30),
      itemWidth: 12,
      text: [numberText(Math.max(...means), decimals), numberText(Math.min(...means), decimals)],
      textStyle: { color: theme.muted, fontSize: 11 },
    },
    series: [{
      type: "heatmap",
      data: cells.map((cell) => [
        xLevels.indexOf(cell.x),
        yLevels.indexOf(cell.y),
        cell.mean,
      ]),
      itemStyle: { borderColor: theme.surface, borderWidth: 2 },
      label: {
        show: cells.length <= MOST_NUMBERS,
        fontSize: 11,
        formatter: ({ data: item }: { data: number[] }) => numberText(item[2], decimals),
        color: theme.ink,
      },
      emphasis: { itemStyle: { borderColor: theme.ink, borderWidth: 1 } },
    }],
  };
  const name = (param: number) => data.params[param]?.name;
  return {
    option,
    marks: cells.length,
    description: `Heat map of ${metricTitle(metric)} over ${name(x)} and ${name(y)}: ${
      cells.slice(0, 30).map((cell) =>
        `${levelText(x, cell.x)}, ${levelText(y, cell.y)}: ${numberText(cell.mean, decimals)}`
      ).join("; ")
    }.`,
  };
}

function cellsOf(x: number, y: number, metric: number): Cell[] {
  const found = new Map<string, { x: number; y: number; sum: number; members: number[] }>();
  for (const [index, combination] of shown()) {
    const mean = meanOf(combination, metric);
    const atX = combination.levels[x] ?? -1;
    const atY = combination.levels[y] ?? -1;
    if (mean === null) continue;
    const key = `${atX} ${atY}`;
    const cell = found.get(key) ?? { x: atX, y: atY, sum: 0, members: [] };
    cell.sum += mean;
    cell.members.push(index);
    found.set(key, cell);
  }
  return [...found.values()].map((cell) => ({ ...cell, mean: cell.sum / cell.members.length }));
}

/** The levels of a parameter that cells have, in order; -1, where a set lacks the parameter, first. */
function usedLevels(param: number, used: number[]) {
  const all = [-1, ...(data.params[param]?.levels.keys() ?? [])];
  return all.filter((level) => used.includes(level));
}

function levelText(param: number, level: number) {
  return data.params[param]?.levels[level] ?? "not set";
}

function cellTip(cell: Cell | undefined, x: number, y: number, at: number) {
  const metric = data.metrics[at];
  if (cell === undefined || metric === undefined) return tip("", []);
  return tip(metricTitle(metric), [
    [data.params[x]?.name ?? "", levelText(x, cell.x)],
    [data.params[y]?.name ?? "", levelText(y, cell.y)],
    ["mean", numberText(cell.mean, metric.decimals)],
    ["combinations", String(cell.members.length)],
  ]);
}
