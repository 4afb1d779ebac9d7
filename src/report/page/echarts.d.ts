/** What the page's script uses of ECharts, which its own script element defines. */

/** Colours and font of the page. */
export interface ChartTheme {
  readonly font: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly faint: string;
  readonly accent: string;
  readonly bad: string;
  readonly low: string;
  readonly middle: string;
  readonly high: string;
  readonly series: readonly string[];
}

/** A drawn chart. */
export interface Echart {
  setOption(option: object, how: { notMerge: boolean }): void;
  resize(): void;
  dispose(): void;
  on(event: "click", listener: (event: ChartEvent) => void): void;
}

/** What was clicked or pointed at. */
export interface ChartEvent {
  readonly seriesIndex: number;
  readonly dataIndex: number;
  readonly name: string;
  readonly data: unknown;
}

/** What a series of the type "custom" draws with. */
export interface CustomApi {
  value(dimension: number): number;
  coord(point: readonly number[]): [number, number];
  size(extent: readonly number[]): [number, number];
}

declare global {
  const echarts: {
    init(
      element: HTMLElement,
      theme: null,
      options: { renderer: "svg" | "canvas" },
    ): Echart;
  };
}
