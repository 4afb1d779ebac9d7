/** Directories against one another: the combinations that they share, and what changed. */
import { strictJson } from "../json/python.ts";
import { type Difference, relativeDifference } from "./difference.ts";
import { directionOf } from "./direction.ts";
import type { Row } from "./rows.ts";

/** The same combination in several directories: for each of them its row, null where it has none. The first has one. */
export type Match = readonly [first: Row, ...others: (Row | null)[]];

/** What became of a metric over all combinations that two directories share. */
export interface Changes {
  /** Combinations that have it in both. */
  readonly count: number;
  /** The median change; of an even number the lower of both in the middle. */
  readonly medianPercent: number;
  /** How many changed clearly, and how many not. */
  readonly higher: number;
  readonly lower: number;
  readonly unclear: number;
  /** How many have no interval, for a single run does not tell. */
  readonly unknown: number;
}

/** Combinations of the first directory that another one has too, by their parameters in any order. */
export function matchRows(
  first: readonly Row[],
  others: readonly (readonly Row[])[],
): Match[] {
  const tables = others.map((rows) => new Map(rows.map((row) => [keyOf(row), row])));
  return first.flatMap((row): Match[] => {
    const found = tables.map((table) => table.get(keyOf(row)) ?? null);
    return found.every((other) => other === null) ? [] : [[row, ...found]];
  });
}

/** The change of a metric; null where a percentage says nothing: of 0, of what has no end, or of what is not there. */
export function changeOf(before: Row, after: Row | null, key: string): Difference | null {
  const [from, to] = [before.metrics.get(key), after?.metrics.get(key)];
  if (from === undefined || to === undefined || from.mean === 0) return null;
  if (!Number.isFinite(from.mean) || !Number.isFinite(to.mean)) return null;
  return relativeDifference(from, to);
}

/** Sums up changes; null if there are none. */
export function summarizeChanges(changes: readonly Difference[]): Changes | null {
  if (changes.length === 0) return null;
  const ordered = changes.map(({ percent }) => percent).sort((a, b) => a - b);
  const directions = changes.map(({ low95, high95 }) => directionOf(low95, high95));
  const count = (wanted: typeof directions[number]) =>
    directions.filter((direction) => direction === wanted).length;
  return {
    count: changes.length,
    medianPercent: ordered[Math.floor((ordered.length - 1) / 2)]!,
    higher: count("higher"),
    lower: count("lower"),
    unclear: count("unclear"),
    unknown: count(null),
  };
}

function keyOf({ combination: { serveParams, benchParams } }: Row): string {
  return [serveParams, benchParams].map((set) =>
    strictJson(new Map([...set].sort(([a], [b]) => a < b ? -1 : 1)))
  ).join("\n");
}
