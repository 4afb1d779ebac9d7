/** The result files of an experiment directory: run=N.json, and the summaries made of them. */
import { join } from "@std/path/join";
import { parseJson } from "../json/parse.ts";
import { pandasCsv } from "../json/pandas_csv.ts";
import { pyJson } from "../json/python.ts";
import type { JsonObject } from "../json/value.ts";
import { textOf } from "../lib/files.ts";
import { resultFile, SUMMARY_CSV_FILE, SUMMARY_JSON_FILE } from "../plan/paths.ts";
import { isLargeResult, slimResult } from "../result/slim_result.ts";
import { makeAtomic, writeAll, writeAtomic, writeAtomicBytes } from "./atomic.ts";
import { readBytesIfThere } from "./files.ts";
import { sha256 } from "./hash.ts";
import { MAX_RESULT_BYTES, MAX_SUMMARY_BYTES } from "./limits.ts";

/** The summary table is rewritten when that has taken at most this share of the time since the last rewriting. */
const SUMMARY_TIME_SHARE = 0.02;

/** A table that takes longer is written at the end alone: nothing may hold up signals and deadlines, in ms. */
const SUMMARY_LONGEST_MS = 300;

/** So many results are read at once while servers run. */
const READ_AT_ONCE = 2_000;

/** Results of a combination that are larger together are in its summary without their long lists, in bytes. */
const WHOLE_SUMMARY_BYTES = MAX_SUMMARY_BYTES / 2;

/** After so many ms of work the others get their turn. */
const TURN_MS = 50;

/** What was written. */
export interface StoredFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** A result file that another hand took away or changed. */
export interface ChangedFile {
  readonly file: string;
  /** What became of it: `it is gone`. */
  readonly reason: string;
}

/** A result that counts. */
interface Known {
  /** Of its file, as it was written or when the sweep found it; null for one that was not looked at. */
  sha256: string | null;
  /** Size of its file; null if it was not read yet. */
  bytes: number | null;
  /** What the tables need; null if it was not read yet, or cannot be read. */
  result: JsonObject | null;
}

/** Reads and writes results. Directories are named as in the plan. */
export class Results {
  readonly #root: string;
  /** Results that count: combinations in the order of the plan, behind them those that a policy made; by number. */
  readonly #known = new Map<string, Map<number, Known>>();
  #unread = 0;
  #summaryWrittenAt = -Infinity;
  #summaryTookMs = 0;

  /**
   * @param root Experiment directory.
   * @param files Combinations in the order of the plan, with the runs that are there already.
   * @param hashes What their files are known by, by {@linkcode resultFile}.
   */
  constructor(
    root: string,
    files: ReadonlyMap<string, readonly number[]>,
    hashes: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#root = root;
    for (const [directory, numbers] of files) {
      const runs = new Map<number, Known>();
      for (const run of numbers) {
        const hash = hashes.get(resultFile(directory, run)) ?? null;
        runs.set(run, { sha256: hash, bytes: null, result: null });
      }
      this.#known.set(directory, runs);
      this.#unread += runs.size;
    }
  }

  /** Stores a valid run. On return it is on disk. */
  write(directory: string, run: number, result: JsonObject): StoredFile {
    const bytes = new TextEncoder().encode(pyJson(result, { indent: 4 }));
    writeAtomicBytes(this.#path(directory, run), bytes);
    const stored = { bytes: bytes.length, sha256: sha256(bytes) };
    if (run >= 0) {
      let runs = this.#known.get(directory);
      if (runs === undefined) this.#known.set(directory, runs = new Map());
      if (runs.get(run)?.bytes === null) this.#unread--;
      runs.set(run, { ...stored, result: slimResult(result, bytes.length) });
    }
    return stored;
  }

  /** Writes summary.json of a combination: all its valid runs. @returns Null if it has none. */
  writeCombinationSummary(directory: string): StoredFile | null {
    const runs = this.#read(directory);
    if (runs.length === 0) return null;
    const path = join(this.#root, directory, SUMMARY_JSON_FILE);
    const total = runs.reduce((sum, [, { bytes }]) => sum + bytes!, 0);
    const isWhole = !runs.some(([, { bytes }]) => isLargeResult(bytes!)) ||
      total > WHOLE_SUMMARY_BYTES;
    if (isWhole) {
      const text = pyJson(runs.map(([, { result }]) => result!), { indent: 4 });
      const bytes = new TextEncoder().encode(text);
      writeAtomicBytes(path, bytes);
      return { bytes: bytes.length, sha256: sha256(bytes) };
    }
    // As text, one after the other: the values of all together would not fit into memory.
    const text = "[\n    " +
      runs.map(([run]) => {
        const bytes = readBytesIfThere(this.#path(directory, run), MAX_RESULT_BYTES);
        return textOf(bytes ?? new Uint8Array()).replaceAll("\n", "\n    ");
      }).join(",\n    ") + "\n]";
    const bytes = new TextEncoder().encode(text);
    makeAtomic(path, (temporary) => {
      using file = Deno.openSync(temporary, { write: true, createNew: true });
      writeAll(file, bytes);
      file.syncSync();
    });
    return { bytes: bytes.length, sha256: sha256(bytes) };
  }

  /**
   * Writes the summaries that are not there, torn, or older than their runs, of combinations that have runs: if the last of them
   * is stored nobody will come back to them otherwise.
   *
   * @param written What the summaries are known by that were written last and have all runs, by directory.
   */
  async repairCombinationSummaries(written: ReadonlyMap<string, string>): Promise<void> {
    const turns = new Turns();
    for (const [directory, runs] of this.#known) {
      if (runs.size === 0) continue;
      const path = join(this.#root, directory, SUMMARY_JSON_FILE);
      const hash = written.get(directory);
      const bytes = hash === undefined ? null : summaryBytes(path);
      if (bytes === null || sha256(bytes) !== hash) this.writeCombinationSummary(directory);
      await turns.take();
    }
  }

  /** Reads what was not read yet, so that {@linkcode writeSummary} has nothing to wait for. */
  async readAll(): Promise<void> {
    const turns = new Turns();
    for (const directory of this.#known.keys()) {
      this.#read(directory);
      await turns.take();
    }
  }

  /**
   * Result files that count and are not what they were any more.
   *
   * @returns As {@linkcode resultFile} names them.
   */
  async changed(): Promise<ChangedFile[]> {
    const turns = new Turns();
    const changed: ChangedFile[] = [];
    for (const [directory, runs] of this.#known) {
      for (const [run, { sha256: hash }] of runs) {
        const reason = becameOf(this.#path(directory, run), hash);
        if (reason !== null) changed.push({ file: resultFile(directory, run), reason });
        await turns.take();
      }
    }
    return changed;
  }

  /**
   * Writes summary.csv. During the sweep a large table is not rewritten every time: that would take more time than measuring.
   *
   * @param last Write it in any case.
   */
  writeSummary(last: boolean): void {
    const now = performance.now();
    if (!last) {
      const share = this.#summaryTookMs / (now - this.#summaryWrittenAt);
      const isSlow = this.#summaryTookMs > SUMMARY_LONGEST_MS || this.#unread > READ_AT_ONCE;
      if (isSlow || share > SUMMARY_TIME_SHARE) return;
    }
    const rows = this.all().flatMap(({ runs }) => runs);
    if (rows.length === 0) return;
    writeAtomic(join(this.#root, SUMMARY_CSV_FILE), pandasCsv(rows));
    this.#summaryWrittenAt = performance.now();
    this.#summaryTookMs = this.#summaryWrittenAt - now;
  }

  /** Valid runs of a combination, by number. */
  combination(directory: string): JsonObject[] {
    return this.#read(directory).map(([, { result }]) => result!);
  }

  /** Every combination that has valid runs, in the order of the plan; behind them those that a policy made. */
  all(): { directory: string; runs: JsonObject[] }[] {
    return [...this.#known.keys()]
      .map((directory) => ({ directory, runs: this.combination(directory) }))
      .filter(({ runs }) => runs.length > 0);
  }

  /** The runs of a combination that can be read, by number. */
  #read(directory: string): [number, Known][] {
    const runs = this.#known.get(directory) ?? new Map<number, Known>();
    for (const [run, known] of runs) {
      if (known.bytes !== null) continue;
      const bytes = readBytesIfThere(this.#path(directory, run), MAX_RESULT_BYTES);
      known.bytes = bytes?.length ?? 0;
      known.result = bytes === null ? null : resultOf(bytes);
      this.#unread--;
    }
    return [...runs].filter(([, { result }]) => result !== null).sort(([a], [b]) => a - b);
  }

  #path(directory: string, run: number): string {
    return `${this.#root}/${resultFile(directory, run)}`;
  }
}

/** Work in pieces: between them signals, deadlines and servers get their turn. */
class Turns {
  #since = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.#since < TURN_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#since = performance.now();
  }
}

/** The object in a result file; null if it is torn. */
function resultOf(bytes: Uint8Array): JsonObject | null {
  try {
    const { value } = parseJson(textOf(bytes));
    return value instanceof Map ? slimResult(value, bytes.length) : null;
  } catch {
    return null;
  }
}

/** Null if it cannot be read: it is written anew. */
function summaryBytes(path: string): Uint8Array | null {
  try {
    return readBytesIfThere(path, MAX_SUMMARY_BYTES);
  } catch {
    return null;
  }
}

/** What became of a result file since its hash was taken; null if it is the same. */
function becameOf(path: string, hash: string | null): string | null {
  try {
    const bytes = readBytesIfThere(path, MAX_RESULT_BYTES);
    if (bytes === null) return "it is gone";
    return hash === null || sha256(bytes) === hash ? null : "its content was changed";
  } catch (error) {
    return (error as Error).message;
  }
}
