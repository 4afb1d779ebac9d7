/** The result files of an experiment directory: run=N.json, and the summaries made of them. */
import { join } from "@std/path/join";
import type { JsonObject } from "../json/value.ts";
import { parseJson } from "../json/parse.ts";
import { pandasCsv } from "../json/pandas_csv.ts";
import { pyJson } from "../json/python.ts";
import { resultFile, SUMMARY_CSV_FILE, SUMMARY_JSON_FILE } from "../plan/paths.ts";
import { writeAtomic } from "./atomic.ts";
import { readIfThere } from "./files.ts";
import { ifThere } from "../lib/files.ts";

/** The summary table is rewritten when that has taken at most this share of the time since the last rewriting. */
const SUMMARY_TIME_SHARE = 0.02;

/** Reads and writes results. Directories are named as in the plan. */
export class Results {
  readonly #root: string;
  /** Combinations in the order of the plan, with their runs by number. Filled on first use. */
  readonly #runs = new Map<string, Map<number, JsonObject>>();
  readonly #files: ReadonlyMap<string, readonly number[]>;
  #summaryWrittenAt = -Infinity;
  #summaryTookMs = 0;

  /**
   * @param root Experiment directory.
   * @param files Combinations in the order of the plan, with the runs that are there already.
   */
  constructor(root: string, files: ReadonlyMap<string, readonly number[]>) {
    this.#root = root;
    this.#files = files;
  }

  /** Stores a valid run. On return it is on disk. @returns Size of its file, in bytes. */
  write(directory: string, run: number, result: JsonObject): number {
    const path = join(this.#root, resultFile(directory, run));
    const bytes = writeAtomic(path, pyJson(result, { indent: 4 }));
    if (run >= 0) this.#of(directory).set(run, result);
    return bytes;
  }

  /** Writes summary.json of a combination: all its valid runs. */
  writeCombinationSummary(directory: string): void {
    const results = this.combination(directory);
    if (results.length === 0) return;
    const path = join(this.#root, directory, SUMMARY_JSON_FILE);
    writeAtomic(path, pyJson(results, { indent: 4 }));
  }

  /**
   * Writes the summaries that a crash kept from being written: of combinations that have runs newer than their summary. Their
   * last run is stored, so nobody will come back to them otherwise.
   */
  repairCombinationSummaries(): void {
    for (const [directory, runs] of this.#files) {
      if (runs.length === 0) continue;
      const writtenAt = modifiedAt(join(this.#root, directory, SUMMARY_JSON_FILE));
      const isCurrent = runs.every((run) =>
        modifiedAt(join(this.#root, resultFile(directory, run))) <= writtenAt
      );
      if (!isCurrent) this.writeCombinationSummary(directory);
    }
  }

  /**
   * Writes summary.csv. During the sweep a large table is not rewritten every time: that would take more time than measuring.
   *
   * @param last Write it in any case.
   */
  writeSummary(last: boolean): void {
    const now = performance.now();
    if (!last && this.#summaryTookMs > (now - this.#summaryWrittenAt) * SUMMARY_TIME_SHARE) return;
    const rows = this.all().flatMap(({ runs }) => runs);
    if (rows.length === 0) return;
    writeAtomic(join(this.#root, SUMMARY_CSV_FILE), pandasCsv(rows));
    this.#summaryWrittenAt = performance.now();
    this.#summaryTookMs = this.#summaryWrittenAt - now;
  }

  /** Valid runs of a combination, by number. */
  combination(directory: string): JsonObject[] {
    return [...this.#of(directory)].sort(([a], [b]) => a - b).map(([, result]) => result);
  }

  /** Every combination that has valid runs, in the order of the plan; behind them those that a policy made. */
  all(): { directory: string; runs: JsonObject[] }[] {
    return [...new Set([...this.#files.keys(), ...this.#runs.keys()])]
      .map((directory) => ({ directory, runs: this.combination(directory) }))
      .filter(({ runs }) => runs.length > 0);
  }

  #of(directory: string): Map<number, JsonObject> {
    let runs = this.#runs.get(directory);
    if (runs === undefined) {
      runs = new Map();
      for (const run of this.#files.get(directory) ?? []) {
        const result = readResultFile(join(this.#root, resultFile(directory, run)));
        if (result !== null) runs.set(run, result);
      }
      this.#runs.set(directory, runs);
    }
    return runs;
  }
}

/** The object in a result file; null if there is none, or it is torn. */
function readResultFile(path: string): JsonObject | null {
  const text = readIfThere(path);
  if (text === null) return null;
  try {
    const { value } = parseJson(text);
    return value instanceof Map ? value : null;
  } catch {
    return null;
  }
}

/** When a file was last written, in ms since 1970; before everything if it is not there. */
function modifiedAt(path: string): number {
  return ifThere(() => Deno.statSync(path))?.mtime?.getTime() ?? -Infinity;
}
