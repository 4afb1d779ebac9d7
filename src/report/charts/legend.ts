/** The legend beside a figure: in as many columns as it needs to be no higher than the figure. */
import { FONT_SIZE, textStyle } from "./text_style.ts";
import { shortened, textWidth } from "./text_width.ts";

/** A curve in the legend. */
export interface LegendEntry {
  /** Name of its series. */
  readonly name: string;
  readonly label: string;
}

/** Where the legend is, in pixels, and the variables that its labels are values of. */
export interface LegendPlace {
  readonly left: number;
  readonly top: number;
  readonly height: number;
  readonly variables: readonly string[];
}

/** Parts of ECharts options, and the room that they take. */
export interface Legend {
  readonly titles: readonly Record<string, unknown>[];
  readonly legends: readonly Record<string, unknown>[];
  /** In pixels; 0 if there is none. */
  readonly width: number;
}

const LINE = 19;
const SYMBOL_WIDTH = 30;
const SYMBOL_GAP = 6;
const COLUMN_GAP = 16;
const MAX_LABEL = 360;

/** Lays out the legend; there is none without variables. */
export function legend(entries: readonly LegendEntry[], place: LegendPlace): Legend {
  const { left, top, height, variables } = place;
  if (variables.length === 0) return { titles: [], legends: [], width: 0 };
  const heading = variables.map((variable, i) => i === 0 ? variable : `/ ${variable}`);
  const lines = heading.map((line) => shortened(line, FONT_SIZE.label, MAX_LABEL));
  const start = top + lines.length * LINE + 4;
  const rows = Math.max(1, Math.floor((top + height - start) / LINE));
  const columns = Array.from(
    { length: Math.ceil(entries.length / rows) },
    (_, column) => entries.slice(column * rows, (column + 1) * rows),
  );
  const legends: Record<string, unknown>[] = [];
  let x = left;
  for (const column of columns) {
    const labels = new Map(
      column.map(({ name, label }) => [name, shortened(label, FONT_SIZE.tick, MAX_LABEL)]),
    );
    legends.push({
      orient: "vertical",
      left: x,
      top: start,
      padding: 0,
      itemGap: LINE - 14,
      itemHeight: 14,
      itemWidth: SYMBOL_WIDTH,
      selectedMode: false,
      align: "left",
      textStyle: { ...textStyle(FONT_SIZE.tick), padding: [0, 0, 0, SYMBOL_GAP - 5] },
      data: column.map(({ name }) => name),
      formatter: (name: string) => labels.get(name) ?? name,
    });
    const widest = Math.max(...[...labels.values()].map((text) => textWidth(text, FONT_SIZE.tick)));
    x += SYMBOL_WIDTH + SYMBOL_GAP + widest + COLUMN_GAP;
  }
  const widest = Math.max(...lines.map((line) => textWidth(line, FONT_SIZE.label)));
  const title = {
    text: lines.join("\n"),
    left,
    top,
    padding: 0,
    textStyle: { ...textStyle(FONT_SIZE.label), lineHeight: LINE },
  };
  return { titles: [title], legends, width: Math.max(widest, x - COLUMN_GAP - left) };
}
