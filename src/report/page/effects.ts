/** Main effects: how far the mean of a metric moves with each parameter. */
import { numberText } from "../numbers.ts";
import { bestLevels } from "./best_levels.ts";
import { addChart, axis, redraw, seriesStyle, tip } from "./charts.ts";
import { data, metricTitle } from "./data.ts";
import { byId, element, fillSelect, selectById } from "./dom.ts";
import { shortNumber } from "./format.ts";
import type { ChartTheme } from "./echarts.d.ts";
import type { PageEffect, PageMetric } from "../html/page_data.ts";

/** Parameters that have room side by side. */
const MOST_PANELS = 8;

/** Makes the table and the chart, and their choice of a metric. */
export function initEffects() {
  const choices = data.metrics.flatMap((metric, index) =>
    data.effects[metric.key] === undefined ? [] : [[index, metricTitle(metric)] as const]
  );
  if (choices.length === 0) return;
  const select = selectById("effects-metric");
  fillSelect(select, choices, data.curves[0]);
  select.addEventListener("change", () => {
    fillTable();
    redraw("effects");
  });
  fillTable();
  addChart({ id: "effects", draw });
}

function picked(): { at: number; effects: readonly PageEffect[] } {
  const at = Number(selectById("effects-metric").value);
  return { at, effects: data.effects[data.metrics[at]?.key ?? ""] ?? [] };
}

function fillTable() {
  const { at, effects } = picked();
  const metric = data.metrics[at];
  if (metric === undefined) return;
  byId("effects-rows").replaceChildren(...effects.map(({ param, together, share, levels }) => {
    const means = levels.map(([, mean]) => mean);
    const percent = `${numberText(100 * share, 1)} %`;
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, effectName({ param, together })),
      element(
        "td",
        { "class": "n share" },
        percent,
        element("span", { "class": "bar", style: `--share:${share}` }),
      ),
      element(
        "td",
        { "class": "n" },
        `${numberText(Math.min(...means), metric.decimals)} to ${
          numberText(Math.max(...means), metric.decimals)
        }`,
      ),
      element("td", {}, bestText({ param, levels }, metric)),
    );
  }));
}

function bestText({ param, levels }: Pick<PageEffect, "param" | "levels">, metric: PageMetric) {
  return bestLevels(levels, metric).map((level) => levelText(param, level)).join(", ") || "–";
}

function draw(theme: ChartTheme) {
  const { at, effects } = picked();
  const panels = effects.slice(0, MOST_PANELS);
  const metric = data.metrics[at];
  const means = panels.flatMap(({ levels }) => levels.map(([, mean]) => mean));
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const margin = (high - low) * 0.08 || 1;
  const room = byId("effects").clientWidth * 0.78;
  const left = 8;
  const width = (99 - left) / Math.max(1, panels.length);
  const { color } = seriesStyle(theme, 0);
  const option = {
    grid: panels.map((_, index) => ({
      left: `${left + index * width}%`,
      width: `${width - 1.5}%`,
      top: 14,
      bottom: 58,
    })),
    tooltip: {
      trigger: "item",
      formatter: (event: { seriesIndex: number; dataIndex: number }) =>
        levelTip(panels[event.seriesIndex], event.dataIndex, at),
    },
    xAxis: panels.map(({ param, together, levels }, index) => ({
      gridIndex: index,
      type: "category",
      name: effectName({ param, together }),
      nameLocation: "middle",
      nameGap: 30,
      nameTruncate: { maxWidth: room / panels.length },
      nameTextStyle: { color: theme.ink, fontSize: 12 },
      data: levels.map(([level]) => levelText(param, level)),
      axisLabel: {
        color: theme.muted,
        fontSize: 11,
        hideOverlap: true,
        width: 80,
        overflow: "truncate",
      },
      axisLine: { lineStyle: { color: theme.muted } },
      axisTick: { show: false },
    })),
    yAxis: panels.map((_, index) =>
      axis(theme, "", {
        gridIndex: index,
        min: low - margin,
        max: high + margin,
        axisLine: { show: index === 0 },
        axisTick: { show: index === 0 },
        axisLabel: {
          show: index === 0,
          color: theme.muted,
          fontSize: 11,
          formatter: shortNumber,
          showMinLabel: false,
          showMaxLabel: false,
        },
      })
    ),
    series: panels.map(({ levels }, index) => ({
      type: "line",
      xAxisIndex: index,
      yAxisIndex: index,
      data: levels.map(([, mean]) => mean),
      symbol: "circle",
      symbolSize: 8,
      color,
      lineStyle: { width: 2 },
    })),
  };
  return {
    option,
    marks: means.length,
    description: `Main effects on ${metricTitle(metric)}. The table beside has the numbers: ${
      panels.map(({ param, together, share }) =>
        `${effectName({ param, together })} ${numberText(100 * share, 1)} %`
      ).join("; ")
    }.`,
  };
}

function levelTip(effect: PageEffect | undefined, index: number, at: number) {
  const metric = data.metrics[at];
  const level = effect?.levels[index];
  if (effect === undefined || metric === undefined || level === undefined) return tip("", []);
  return tip(`${data.params[effect.param]?.name} ${levelText(effect.param, level[0])}`, [
    [metric.label, numberText(level[1], metric.decimals)],
    ["combinations", String(level[2])],
  ]);
}

function levelText(param: number, level: number) {
  return data.params[param]?.levels[level] ?? "not set";
}

/** Parameters that vary together are one. */
function effectName({ param, together }: Pick<PageEffect, "param" | "together">) {
  return [param, ...together].map((index) => data.params[index]?.name).join(" with ");
}
