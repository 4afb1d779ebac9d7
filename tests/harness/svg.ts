/** Reads a figure back: where its markers are, in the values of its axes. */
import { assert } from "@std/assert";

/** A marker of a series. */
export interface Marker {
  /** Number of the series, error bars counted. */
  readonly series: number;
  /** Place in pixels. */
  readonly px: number;
  readonly py: number;
  readonly color: string;
}

/** A label of a tick. */
interface Tick {
  readonly text: string;
  readonly px: number;
  readonly py: number;
}

/** A figure with one panel, or the first of several. */
export class SvgFigure {
  readonly #svg: string;

  constructor(svg: string) {
    this.#svg = svg;
  }

  /** Every text, as a reader sees it. */
  get texts(): string[] {
    return [...this.#svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) =>
      unescaped(text!)
    );
  }

  /** Markers of all series, in the order of series and points. */
  get markers(): Marker[] {
    const paths = this.#svg.matchAll(
      /<path [^>]*transform="matrix\([^)]*?,([-\d.]+),([-\d.]+)\)"([^>]*)ecmeta_series_index="(\d+)"/g,
    );
    return [...paths].map(([, px, py, rest, series]) => ({
      series: Number(series),
      px: Number(px),
      py: Number(py),
      color: /(?:fill|stroke)="(#[0-9a-f]{6})"/.exec(rest!.replace(/fill="#fff[^"]*"/, ""))![1]!,
    }));
  }

  /** Values of the markers by the labels of the ticks, on axes that are linear in what `scale` makes of a value. */
  points(scale: { x?(value: number): number; y?(value: number): number } = {}): number[][] {
    const [x, y] = [this.#axis("x", scale.x), this.#axis("y", scale.y)];
    return this.markers.map(({ px, py }) => [x(px), y(py)]);
  }

  #axis(axis: "x" | "y", scale = (value: number) => value): (pixel: number) => number {
    const ticks = this.#ticks(axis);
    const [first, last] = [ticks[0]!, ticks.at(-1)!];
    const pixel = (tick: Tick) => axis === "x" ? tick.px : tick.py;
    const value = (tick: Tick) => scale(Number(tick.text));
    assert(pixel(first) !== pixel(last), `no two ticks on ${axis}`);
    return (at) =>
      value(first) +
      (at - pixel(first)) / (pixel(last) - pixel(first)) * (value(last) - value(first));
  }

  /** Numbers beside the axis: those of x share a height, those of y a right end. */
  #ticks(axis: "x" | "y"): Tick[] {
    const anchor = axis === "x" ? "middle" : "end";
    const pattern = new RegExp(
      `<text[^>]*text-anchor="${anchor}"[^>]*transform="translate\\(([-\\d.]+) ([-\\d.]+)\\)"[^>]*>([-\\d.]+)<`,
      "g",
    );
    return [...this.#svg.matchAll(pattern)].map(([, px, py, text]) => ({
      text: text!,
      px: Number(px),
      py: Number(py),
    }));
  }
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}
