/** How the curves of a figure are told apart: also by people who see few colours, and in black and white. */
import { floatOf } from "../../analysis/numeric.ts";
import type { GroupKey } from "../../analysis/plot/grouping.ts";

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
 * The styles of curves, in their order. The first variable gives the colour, the others the marker and the dashes. Numbers that are
 * more than the colours get a scale from dark to light, which shows their order; more texts than colours, and so every curve its
 * own marker and dashes.
 */
export function curveStyles(curves: readonly GroupKey[]): CurveStyle[] {
  const hues = [...new Set(curves.map((key) => key[0]?.[1] ?? ""))];
  const others = [...new Set(curves.map(otherValues))];
  const isScale = hues.length > COLORS.length && hues.every((text) => floatOf(text) !== null);
  const isMixed = !isScale && hues.length > COLORS.length;
  return curves.map((key, index) => {
    const hue = isMixed ? index : hues.indexOf(key[0]?.[1] ?? "");
    const other = isMixed ? Math.floor(index / COLORS.length) : others.indexOf(otherValues(key));
    const marker = isMixed || others.length === 1 ? index : other;
    return {
      color: isScale ? viridis(hue / (hues.length - 1)) : COLORS[hue % COLORS.length]!,
      symbol: SYMBOLS[marker % SYMBOLS.length]!,
      dash: DASHES[other % DASHES.length]!,
    };
  });
}

function otherValues(key: GroupKey): string {
  return JSON.stringify(key.slice(1));
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
