/** What the script of the page reads: plain JSON. The page holds it in a script element; the page's modules share these types. */
import type { Factor } from "../../analysis/factors.ts";

/** Everything the page shows beyond its server-rendered text. */
export interface PageData {
  /** The directories, in the order of the command line. */
  readonly sweeps: readonly PageSweep[];
  /** Parameters that vary, serve sets' first. */
  readonly params: readonly Factor[];
  readonly metrics: readonly PageMetric[];
  readonly combinations: readonly PageCombination[];
  readonly starts: readonly PageStart[];
  /** Main effects by the key of the metric, the strongest first. */
  readonly effects: Readonly<Record<string, readonly PageEffect[]>>;
  readonly commands: PageTexts;
  /** Result files and logs, relative to their sweeps. */
  readonly files: PageTexts;
  readonly logs: PageTexts;
  /** Names of serve sets and bench sets. */
  readonly names: readonly string[];
  /** Parameters that all combinations have with the same value. */
  readonly constants: readonly (readonly [name: string, value: string])[];
  /** Metrics of the table's columns at first, as indices. */
  readonly columns: readonly number[];
  /** Metrics of the first curves, and the two of the Pareto chart; -1 where there is none. */
  readonly curves: readonly [x: number, y: number];
  readonly pareto: readonly [x: number, y: number];
  /** Parameter that is the load, an index; -1 if none varies. */
  readonly load: number;
  /** Parameters that tell curves of one serve set apart, as indices. */
  readonly curveParams: readonly number[];
  /** What the first directory and others both have; none if there is one directory. */
  readonly matches: readonly PageMatch[];
}

/** Texts, each as what it shares with the one before: characters of its beginning, of its end, and the text between. */
export type PageTexts = readonly (readonly [head: number, tail: number, middle: string])[];

/** A directory. */
export interface PageSweep {
  readonly name: string;
  /** Prefix of links to its files, from where the page lies; ends with a slash unless empty. */
  readonly href: string;
}

/** A number of every run. */
export interface PageMetric {
  readonly key: string;
  /** For a table's head. */
  readonly label: string;
  /** In words, without the unit. */
  readonly title: string;
  readonly unit: string;
  readonly better: "higher" | "lower" | null;
  readonly decimals: number;
}

/** Mean, standard deviation, and half the 95 % interval; null where one run is too few. */
export type PageStats = readonly [mean: number, deviation: number | null, half: number | null];

/** A combination. */
export interface PageCombination {
  /** Index into sweeps. */
  readonly sweep: number;
  /** Names of its serve set and its bench set, as indices; -1 where it has none. */
  readonly serve: number;
  readonly bench: number;
  /** Directory inside the sweep's. */
  readonly directory: string;
  /** For each of params the index of its level; -1 where the set does not have it. */
  readonly levels: readonly number[];
  /** For each of metrics its statistics; null without a value. */
  readonly stats: readonly (PageStats | null)[];
  readonly runs: readonly PageRun[];
  /** Texts of what failed. */
  readonly failures: readonly string[];
  /** Index of the last start of its server; -1 if unknown. */
  readonly start: number;
}

/** A valid run. */
export interface PageRun {
  readonly run: number;
  /** Index into files, and those into logs and commands; -1 if unknown. */
  readonly file: number;
  readonly log: number;
  readonly command: number;
  /** For each of metrics its value. */
  readonly values: readonly (number | null)[];
}

/** One life of a server. Times are seconds since the first event of the sweep. */
export interface PageStart {
  readonly sweep: number;
  readonly server: string;
  /** Index into logs and into commands. */
  readonly log: number;
  readonly command: number;
  readonly from: number;
  readonly ready: number | null;
  readonly to: number;
  readonly hasFailed: boolean;
  readonly runs: readonly PageSpan[];
}

/** A run within a start. */
export interface PageSpan {
  readonly from: number;
  readonly to: number;
  /** Index into combinations; -1 if unknown. */
  readonly combination: number;
  readonly run: number;
  readonly outcome: "valid" | "failed" | "cancelled";
}

/** What one parameter does to a metric. */
export interface PageEffect {
  /** Index into params. */
  readonly param: number;
  /** Other parameters that change whenever it does: their effects cannot be told apart. */
  readonly together: readonly number[];
  /** Share of the variation, from 0 to 1. */
  readonly share: number;
  /** Levels with their means and how many combinations they have. */
  readonly levels: readonly (readonly [level: number, mean: number, count: number])[];
}

/** A change in percent, with the ends of its 95 % interval. */
export type PageChange = readonly [percent: number, low: number | null, high: number | null];

/** The same combination in several directories. */
export interface PageMatch {
  /** For each of sweeps the index of its combination; -1 where it has none. */
  readonly combinations: readonly number[];
  /** For each of the sweeps but the first, for each of metrics: the change from the first sweep. */
  readonly changes: readonly (readonly (PageChange | null)[])[];
}
