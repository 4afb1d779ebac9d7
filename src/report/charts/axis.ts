/** Axes: from values to places between 0 and 1, with ticks. ECharts has no root scale and no ticks between powers of ten. */
// @ts-types="@types/d3-scale"
import { scaleLinear, scaleLog, scaleSqrt, scaleSymlog } from "d3-scale";
import type { ScaleName } from "./scale_name.ts";

/** Where values and ticks are on an axis. */
export interface Axis {
  /** Place of a value: 0 is the start of the axis, 1 its end. Null if the axis cannot show it: 0 on a logarithmic one. */
  place(value: number | string): number | null;
  readonly ticks: readonly Tick[];
}

/** A labelled place. */
export interface Tick {
  readonly place: number;
  readonly label: string;
}

/** Free room at each end, as a part of what the values take. */
const MARGIN = 0.05;

/** The place of infinity and the end of the numbers, where both are there. */
const INFINITY_PLACE = 0.96;
const FINITE_END = 0.88;

/** Up to so many different values are themselves the ticks of an axis that is not linear. */
const MAX_OWN_TICKS = 10;

/** An axis of texts, in their order. */
export function categoryAxis(categories: readonly string[]): Axis {
  const place = (index: number) => (index + 0.5) / categories.length;
  return {
    place(value) {
      const index = categories.indexOf(String(value));
      return index < 0 ? null : place(index);
    },
    ticks: categories.map((label, index) => ({ place: place(index), label })),
  };
}

/** The options of {@linkcode numberAxis}. */
export interface NumberAxisOptions {
  readonly scale: ScaleName;
  /** About so many ticks. */
  readonly tickCount: number;
  /** Ticks at the values, if they are few and the scale is not linear: for parameters. */
  readonly ownTicks?: boolean;
}

/** An axis that shows all of the values that its scale can. Infinity has a place of its own behind the numbers. */
export function numberAxis(values: readonly number[], options: NumberAxisOptions): Axis {
  const { scale: name } = options;
  const shown = values.filter((value) => name !== "log" || value > 0);
  const finite = shown.filter(Number.isFinite);
  const hasInfinity = shown.includes(Infinity);
  const end = hasInfinity ? FINITE_END : 1;
  const [low, high] = domain(finite, name);
  const scale = makeScale(name).domain([low, high]).range([0, end]);
  const ticks = finite.length === 0 && hasInfinity
    ? []
    : tickValues(finite, [low, high], options, scale);
  return {
    place(value) {
      if (value === Infinity) return hasInfinity ? INFINITY_PLACE : null;
      if (typeof value === "string" || !Number.isFinite(value)) return null;
      return name === "log" && value <= 0 ? null : scale(value);
    },
    ticks: [
      ...ticks.map((value) => ({ place: scale(value), label: numberLabel(value) })),
      ...(hasInfinity ? [{ place: INFINITY_PLACE, label: "inf" }] : []),
    ],
  };
}

function makeScale(name: ScaleName) {
  switch (name) {
    case "linear":
      return scaleLinear();
    case "log":
      return scaleLog();
    case "sqrt":
      return scaleSqrt();
    case "symlog":
      return scaleSymlog();
  }
}

/** Ends of the axis. A linear one starts at 0 if that costs little room: proportions can be seen then. */
function domain(values: readonly number[], scale: ScaleName): [number, number] {
  if (values.length === 0) return scale === "log" ? [1, 10] : [0, 1];
  const [min, max] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  ) as [number, number];
  if (scale === "log") {
    const room = Math.max((max / min) ** MARGIN, 1.05);
    return [min / room, max * room];
  }
  const size = Math.max(Math.abs(min), Math.abs(max));
  // Doubles that differ in their last digits leave no room for ticks between them.
  const isOneValue = max - min <= 1e-9 * size;
  const room = isOneValue ? size * MARGIN || 1 : MARGIN * (max - min);
  const startsAtZero = min >= 0 && (scale !== "linear" || min < 0.4 * max);
  return [startsAtZero ? 0 : min - room, max + room];
}

function tickValues(
  values: readonly number[],
  [low, high]: readonly [number, number],
  { scale: name, tickCount, ownTicks = false }: NumberAxisOptions,
  scale: (value: number) => number,
): number[] {
  const own = [...new Set(values)].sort((a, b) => a - b);
  if (ownTicks && own.length <= MAX_OWN_TICKS && (name !== "linear" || isEven(own))) return own;
  const linear = scaleLinear().domain([low, high]).ticks(tickCount);
  if (name === "linear") return linear;
  const steps = [[1], [1, 3], [1, 2, 5]].map((steps) => powers(low, high, steps));
  const fine = steps.filter((list) => list.length <= tickCount + 2).at(-1) ??
    powers(low, high, [1]);
  const chosen = fine.length >= 3 ? fine : linear;
  return spread([...new Set([...(low <= 0 ? [0] : []), ...chosen])], scale);
}

/** True for 1 2 3 4 and 8 16 24: as ticks they do not crowd. */
function isEven(values: readonly number[]): boolean {
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  return values.length > 1 && values.every((value, i) => value === values[0]! + i * step);
}

/** Powers of ten times the steps, within the bounds. */
function powers(low: number, high: number, steps: readonly number[]): number[] {
  if (high <= 0) return [];
  const first = Math.floor(Math.log10(low > 0 ? low : high / 1000));
  const last = Math.ceil(Math.log10(high));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
    .flatMap((exponent) => steps.map((step) => Number(`${step}e${exponent}`)))
    .filter((value) => value >= low && value <= high);
}

/** Leaves out ticks that are too close to the one before. */
function spread(values: readonly number[], scale: (value: number) => number): number[] {
  const kept: number[] = [];
  for (const value of values) {
    const before = kept.at(-1);
    if (before === undefined || scale(value) - scale(before) > 0.04) kept.push(value);
  }
  return kept;
}

const SUFFIXES = [[1e9, "G"], [1e6, "M"], [1e3, "k"]] as const;

/** A short text: `0.25`, `4096`, `12k`, `1.5M`. A whole number is never rounded: 4096 and 1048576 are known ones. */
export function numberLabel(value: number): string {
  const suffix = Math.abs(value) < 1e4
    ? undefined
    : SUFFIXES.find(([unit]) => Math.abs(value) >= unit);
  if (suffix !== undefined) {
    const short = Number((value / suffix[0]).toPrecision(3));
    if (short * suffix[0] === value) return `${short}${suffix[1]}`;
  }
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
}
