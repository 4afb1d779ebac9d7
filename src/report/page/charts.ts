/** Charts of Apache ECharts: made when they come near the window, redrawn with the filter, the colours and for paper. */
import { byId, element } from "./dom.ts";
import { onSelection } from "./selection.ts";
import type { ChartEvent, ChartTheme, Echart } from "./echarts.d.ts";

/** A chart. */
export interface Chart {
  /** Of the element that it is drawn in. */
  readonly id: string;
  readonly draw: (theme: ChartTheme) => Drawing;
  readonly onClick?: (event: ChartEvent) => void;
}

/** What a chart shows now. */
export interface Drawing {
  /** Option of ECharts. */
  readonly option: object;
  /** What a screen reader says. */
  readonly description: string;
  /** How many marks there are about. */
  readonly marks: number;
}

/** From so many marks on a canvas is faster than elements of SVG. */
const CANVAS_FROM = 3000;
const COLORS = 8;
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect"];

const charts = new Map<string, { chart: Chart; drawn: Echart | null }>();

const nearWindow = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) redraw(target.id);
  }
}, { rootMargin: "300px" });

const resized = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    // A window that is hidden or just being made has no width.
    if (contentRect.width > 0) charts.get(target.id)?.drawn?.resize();
  }
});

/** Takes in a chart, which is drawn when it comes near the window. */
export function addChart(chart: Chart) {
  charts.set(chart.id, { chart, drawn: null });
  nearWindow.observe(byId(chart.id));
  resized.observe(byId(chart.id));
}

/** Draws a chart again with what its choices say now. */
export function redraw(id: string) {
  const found = charts.get(id);
  if (found === undefined) return;
  nearWindow.unobserve(byId(id));
  const { chart } = found;
  const theme = readTheme();
  const made = chart.draw(theme);
  const { description, marks } = made;
  // Axes without numbers have no ends.
  const option = marks === 0 ? nothing(theme) : made.option;
  const renderer = marks < CANVAS_FROM ? "svg" : "canvas";
  const box = byId(id);
  if (found.drawn !== null && box.dataset.renderer !== renderer) {
    found.drawn.dispose();
    found.drawn = null;
  }
  if (found.drawn === null) {
    found.drawn = echarts.init(box, null, { renderer });
    box.dataset.renderer = renderer;
    if (chart.onClick !== undefined) found.drawn.on("click", chart.onClick);
  }
  found.drawn.resize();
  found.drawn.setOption({
    animation: false,
    aria: { enabled: true, label: { description } },
    textStyle: { fontFamily: theme.font, color: theme.ink },
    tooltip: tooltipStyle(theme),
    ...option,
  }, { notMerge: true });
}

function nothing({ muted }: ChartTheme) {
  return {
    title: {
      text: "Nothing is measured of what the filter leaves",
      left: "center",
      top: "middle",
      textStyle: { color: muted, fontSize: 13, fontWeight: "normal" },
    },
  };
}

/** Redraws charts when filter, colours or medium change. */
export function initCharts() {
  const drawn = () => [...charts].filter(([, { drawn }]) => drawn !== null).map(([id]) => id);
  const again = () => drawn().forEach(redraw);
  onSelection(again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  new MutationObserver(again).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });
  // Paper is white and narrow, and has no window to come near to.
  const all = () => [...charts.keys()].forEach(redraw);
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.paper = "true";
    all();
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.paper;
    all();
  });
}

/** The colours of the style sheet, as they are now. */
function readTheme(): ChartTheme {
  const probe = element("span", {});
  document.body.append(probe);
  const color = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    font: getComputedStyle(document.body).fontFamily,
    ink: color("ink"),
    muted: color("muted"),
    line: color("line"),
    surface: color("surface"),
    faint: color("faint"),
    accent: color("accent"),
    bad: color("bad"),
    low: color("heat-low"),
    middle: color("heat-middle"),
    high: color("heat-high"),
    series: Array.from({ length: COLORS }, (_, index) => color(`series-${index}`)),
  };
  probe.remove();
  return theme;
}

/** Colour and symbol of the series with a number: neighbours differ in both. */
export function seriesStyle({ series }: ChartTheme, index: number) {
  return {
    color: series[index % COLORS] ?? "",
    symbol: SYMBOLS[index % SYMBOLS.length] ?? "circle",
  };
}

function tooltipStyle({ surface, ink, line, font }: ChartTheme) {
  return {
    confine: true,
    backgroundColor: surface,
    borderColor: line,
    padding: [6, 10],
    textStyle: { color: ink, fontSize: 12, fontFamily: font },
    extraCssText: "box-shadow:0 2px 8px #0003;max-width:26rem;white-space:normal",
  };
}

/** A value axis. */
export function axis({ ink, muted, line }: ChartTheme, name: string, more: object = {}) {
  return {
    type: "value",
    name,
    nameLocation: "middle",
    nameTextStyle: { color: ink, fontSize: 12 },
    nameGap: 28,
    scale: true,
    axisLabel: { color: muted, fontSize: 11, hideOverlap: true },
    axisLine: { show: true, lineStyle: { color: muted } },
    axisTick: { show: true, lineStyle: { color: muted } },
    splitLine: { lineStyle: { color: line } },
    ...more,
  };
}

/** The content of a tooltip: a title and pairs, as elements, so that no text is read as HTML. */
export function tip(title: string, pairs: readonly (readonly [name: string, value: string])[]) {
  return element(
    "div",
    { "class": "tip" },
    element("strong", {}, title),
    element(
      "dl",
      {},
      ...pairs.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
    ),
  );
}
