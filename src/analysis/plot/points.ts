/** From runs to the points of a curve. */
import type { Json } from "../../json/value.ts";
import { pyStr } from "../../json/python.ts";
import { numericValue } from "../numeric.ts";
import { summarize } from "../statistics.ts";
import { RUN_NUMBER } from "./combination.ts";
import { compareValues, type PlotRun } from "./grouping.ts";

/** One point: a mean over runs with its spread. */
export interface Point {
  /** A number, infinite ones included; or the text of a category. */
  readonly x: number | string;
  readonly y: number;
  /** Sample standard deviations; null for one run, and for x where it was set and not measured. */
  readonly xSd: number | null;
  readonly ySd: number | null;
  /** Number of runs. */
  readonly n: number;
}

/** What the x of a figure is. */
export interface XKind {
  /** Texts in order if not every value is a number. */
  readonly categories: readonly string[] | null;
  /** True if repetitions of a combination differ in x: then it was measured, else it was set. */
  readonly isMeasured: boolean;
}

/**
 * Looks at the x of all runs of a figure.
 *
 * @param isBinned Values in bins belong together wherever they come from.
 */
export function xKind(runs: readonly PlotRun[], varX: string, isBinned: boolean): XKind {
  const values = runs.map(({ result }) => result.get(varX)).filter(isPresent);
  if (!values.every((value) => numericValue(value) !== null)) {
    const categories = [...new Set(values.sort(compareValues).map(pyStr))];
    return { categories, isMeasured: false };
  }
  const seen = new Map<string, number>();
  const isMeasured = !isBinned && varX !== RUN_NUMBER && runs.some(({ combination, result }) => {
    const x = numericValue(result.get(varX));
    if (x === null) return false;
    const other = seen.get(combination);
    seen.set(combination, x);
    return other !== undefined && other !== x;
  });
  return { categories: null, isMeasured };
}

/**
 * The points of one curve by rising x. Runs with the same x are one point, as in vLLM (seaborn's lineplot with `errorbar="sd"`);
 * where x is measured, and so differs from run to run, the runs of one combination are.
 *
 * @returns The points, and how many runs have no x or no finite y and are in none.
 */
export function curvePoints(
  runs: readonly PlotRun[],
  varX: string,
  varY: string,
  { categories, isMeasured }: XKind,
): { points: Point[]; leftOut: number } {
  const groups = new Map<unknown, { x: number | string; xs: number[]; ys: number[] }>();
  let leftOut = 0;
  for (const { combination, result } of runs) {
    const x = xValue(result.get(varX), categories !== null);
    const y = numericValue(result.get(varY));
    if (x === null || y === null || !Number.isFinite(y)) {
      leftOut++;
      continue;
    }
    const id = isMeasured ? combination : x;
    let group = groups.get(id);
    if (group === undefined) groups.set(id, group = { x, xs: [], ys: [] });
    if (typeof x === "number") group.xs.push(x);
    group.ys.push(y);
  }
  const points = [...groups.values()].map(({ x, xs, ys }): Point => {
    const across = isMeasured ? summarize(xs) : null;
    const up = summarize(ys);
    return { x: across?.mean ?? x, y: up.mean, xSd: across?.sd ?? null, ySd: up.sd, n: up.n };
  });
  const rank = (x: number | string) => typeof x === "number" ? x : categories!.indexOf(x);
  points.sort((a, b) => rank(a.x) < rank(b.x) ? -1 : rank(a.x) > rank(b.x) ? 1 : a.y - b.y);
  return { points, leftOut };
}

function xValue(value: Json | undefined, isText: boolean): number | string | null {
  if (!isPresent(value)) return null;
  const x = isText ? pyStr(value) : numericValue(value);
  return Number.isNaN(x) ? null : x;
}

function isPresent(value: Json | undefined): value is Json {
  return value !== undefined && value !== null;
}
