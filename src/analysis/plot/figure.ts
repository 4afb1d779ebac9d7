/** What each figure of `servesweep plot` shows, as data. */
import { binned, type Binner } from "../binning.ts";
import { type Filter, matches } from "../filter.ts";
import { groupId, type GroupKey, groupRuns, type PlotRun } from "./grouping.ts";
import { curvePoints, type Point, xKind } from "./points.ts";

/** What to plot. */
export interface PlotRequest {
  /** Variables that separate figures, rows, columns and curves. */
  readonly figBy: readonly string[];
  readonly rowBy: readonly string[];
  readonly colBy: readonly string[];
  readonly curveBy: readonly string[];
  readonly varX: string;
  readonly varY: string;
  readonly filters: readonly Filter[];
  readonly binners: readonly Binner[];
}

/** One figure: panels in rows and columns, curves in them. */
export interface Figure {
  /** Values of the variables of `figBy`. */
  readonly group: GroupKey;
  readonly rows: readonly GroupKey[];
  readonly columns: readonly GroupKey[];
  /** Curves of all figures: a curve has the same index, and so the same colour, in each. */
  readonly curves: readonly GroupKey[];
  readonly panels: readonly Panel[];
  /** Texts of the x axis in order where x is text; null where it is a number. */
  readonly categories: readonly string[] | null;
  /** Runs that passed the filters but have no number for y, or nothing for x. */
  readonly leftOut: number;
}

/** One pair of axes. */
export interface Panel {
  readonly row: number;
  readonly column: number;
  readonly curves: readonly { readonly curve: number; readonly points: readonly Point[] }[];
}

/**
 * Splits runs into figures. Figures are those of all runs, so one whose runs all fail the filters is there without panels: its
 * file name does not depend on the filters.
 */
export function makeFigures(runs: readonly PlotRun[], request: PlotRequest): Figure[] {
  const { figBy, curveBy, filters, binners } = request;
  const kept = (list: readonly PlotRun[]) =>
    list.filter(({ result }) => matches(filters, result))
      .map((run) => ({ ...run, result: binned(binners, run.result) }));
  const curves = groupRuns(kept(runs), curveBy).map(({ key }) => key);
  return groupRuns(runs, figBy).map(({ key, runs }) => figure(key, kept(runs), curves, request));
}

function figure(
  group: GroupKey,
  runs: readonly PlotRun[],
  curves: readonly GroupKey[],
  { rowBy, colBy, curveBy, varX, varY, binners }: PlotRequest,
): Figure {
  const kind = xKind(runs, varX, binners.some(({ variable }) => variable === varX));
  const rows = groupRuns(runs, rowBy);
  const columns = groupRuns(runs, colBy).map(({ key }) => key);
  const index = (keys: readonly GroupKey[], key: GroupKey) =>
    keys.findIndex((other) => groupId(other) === groupId(key));
  let leftOut = 0;
  const panels = rows.flatMap(({ runs }, row) =>
    groupRuns(runs, colBy).map(({ key, runs }): Panel => ({
      row,
      column: index(columns, key),
      curves: groupRuns(runs, curveBy).map(({ key, runs }) => {
        const { points, leftOut: out } = curvePoints(runs, varX, varY, kind);
        leftOut += out;
        return { curve: index(curves, key), points };
      }),
    }))
  );
  return {
    group,
    rows: rows.map(({ key }) => key),
    columns,
    curves,
    panels,
    categories: kind.categories,
    leftOut,
  };
}
