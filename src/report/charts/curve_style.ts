/** How the curves of a figure are told apart: also by people who see few colours, and in black and white. */

/** Look of one curve. */
export interface CurveStyle {
  readonly color: string;
  /** Marker, by ECharts' names; `empty...` is hollow. */
  readonly symbol: string;
  /** Lengths of dashes and gaps in pixels; solid if there are none. */
  readonly dash: readonly number[];
}

/**
 * Colours of Okabe and Ito, "Color Universal Design" (2008), without yellow, which is faint on white. Neighbours in this order differ
 * in brightness too.
 */
const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#e69f00", "#56b4e9"];

const SYMBOLS = [
  "circle",
  "rect",
  "triangle",
  "diamond",
  "emptyCircle",
  "emptyRect",
  "emptyTriangle",
  "emptyDiamond",
];

const DASHES = [[], [7, 3], [2, 2], [8, 3, 2, 3], [12, 4]];

/** Samples of viridis (van der Walt and Smith, 2015, CC0) at equal steps, from dark to light, up to where it is faint on white. */
const VIRIDIS = ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962"];

/**
 * The style of a curve.
 *
 * @param count Number of curves.
 * @param isOrdered True if the curves are values of one number. More of those than there are colours get a scale from dark to
 * light, which shows their order.
 */
export function curveStyle(index: number, count: number, isOrdered: boolean): CurveStyle {
  const round = Math.floor(index / COLORS.length);
  const isScale = isOrdered && count > COLORS.length;
  return {
    color: isScale ? viridis(index / (count - 1)) : COLORS[index % COLORS.length]!,
    // Eight symbols against seven colours: 56 curves before a pair comes again.
    symbol: SYMBOLS[index % SYMBOLS.length]!,
    dash: isScale ? [] : DASHES[round % DASHES.length]!,
  };
}

/** @param position From 0 to 1. */
function viridis(position: number): string {
  const at = position * (VIRIDIS.length - 1);
  const low = Math.min(Math.floor(at), VIRIDIS.length - 2);
  const [from, to] = [channels(VIRIDIS[low]!), channels(VIRIDIS[low + 1]!)];
  const mixed = from.map((value, i) => Math.round(value + (at - low) * (to[i]! - value)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function channels(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
