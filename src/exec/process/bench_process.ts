/** A benchmark process: it writes its result into a directory of its own, so nothing unproven ever has the name of a result. */
import { ensureDirSync } from "@std/fs/ensure-dir";
import { join } from "@std/path/join";
import { pyJson } from "../../json/python.ts";
import type { JsonObject } from "../../json/value.ts";
import type { ProcessIdentity } from "../../journal/event.ts";
import type { Bench, BenchEnd } from "../effects.ts";
import type { BenchLimit } from "../../forecast/bench_limit.ts";
import { ProcessGroup } from "./process_group.ts";
import { pause } from "../../lib/sleep.ts";
import {
  ifThere,
  isThere,
  readRegular,
  removeIfThere,
  textOf,
  UnfitFile,
} from "../../lib/files.ts";
import { MAX_RESULT_BYTES } from "../../result/size_limit.ts";
import type { Supervisor } from "./supervisor.ts";

/** What a benchmark process needs. */
export interface BenchOptions {
  /** The whole command. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Processors that it may use, as taskset takes them; null for all. */
  readonly cpus: string | null;
  readonly supervisor: Supervisor;
  readonly logPath: string;
  readonly logFile: string;
  /** Directory for the result file, made here and emptied first. */
  readonly stagingPath: string;
  /** Name of the result file that is stored. */
  readonly resultName: string;
  /** Names that the program's own file may have, best first, in the directory or in one below it. */
  readonly resultNames: readonly string[];
  /** Makes the result of that file; null where it is one. Throws an error that says what is wrong with it. */
  readonly read: ((text: string) => JsonObject) | null;
  /** Where other files that the benchmark leaves beside its result go. */
  readonly extrasPath: string;
  /** How long it may take; null for no limit. */
  readonly limit: BenchLimit | null;
  readonly stopTimeoutMs: number;
  readonly killNow: AbortSignal;
}

/** A benchmark in a process group of its own. */
export class BenchProcess implements Bench {
  readonly argv: readonly string[];
  readonly logFile: string;
  readonly #options: BenchOptions;
  readonly #group: ProcessGroup;
  readonly #startedAt = performance.now();
  /** Its result file was not read: it stays for a person to look at. */
  #isKept = false;

  constructor(options: BenchOptions) {
    this.#options = options;
    this.logFile = options.logFile;
    removeIfThere(options.stagingPath);
    ensureDirSync(options.stagingPath);
    this.argv = options.argv;
    this.#group = new ProcessGroup(options);
  }

  get process(): ProcessIdentity {
    return this.#group.identity;
  }

  /** Size of the log before this process, in bytes. */
  get logStart(): number {
    return this.#group.logStart;
  }

  /** Resolves when the process has ended. */
  get exited(): Promise<unknown> {
    return this.#group.exited;
  }

  async finished(signal: AbortSignal): Promise<BenchEnd> {
    const { killNow, limit } = this.#options;
    const late = new AbortController();
    const over = new AbortController();
    if (limit !== null) pause(limit.ms, { signal: over.signal }).then(() => late.abort());
    await this.#group.ended(AbortSignal.any([signal, late.signal]));
    // It may have ended in the very moment that its time was up: then it has a result.
    const timedOut = late.signal.aborted && this.#group.exit === null;
    over.abort();
    const durationMs = performance.now() - this.#startedAt;
    const group = this.#group;
    const { exit } = await group.stop(killNow);
    const { text: resultText, problem: resultProblem } = this.#result();
    this.#isKept = resultProblem !== null;
    return {
      exit,
      durationMs,
      resultText,
      resultProblem,
      // Only a failure needs them.
      get logLines() {
        return group.logLines();
      },
      timedOut: timedOut ? limit : null,
    };
  }

  #result(): ResultText {
    const { stagingPath, resultNames, read } = this.#options;
    const path = findFile(stagingPath, resultNames);
    const own = readResult(path);
    if (own.text === null && own.problem === null) {
      return { text: null, problem: `The benchmark wrote no result file: "${path}" is not there` };
    }
    if (read === null || own.text === null) return own;
    // The file itself is kept beside the result.
    try {
      return { text: pyJson(read(own.text)), problem: null };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { text: null, problem: `The result file of the benchmark cannot be read: ${message}` };
    }
  }

  dispose(keep: boolean): void {
    const { stagingPath, resultName, extrasPath } = this.#options;
    const names = keep ? ifThere(() => [...Deno.readDirSync(stagingPath)]) ?? [] : [];
    const extras = names.filter(({ name }) => this.#isKept || name !== resultName);
    for (const { name } of extras) {
      Deno.renameSync(join(stagingPath, name), freePath(extrasPath, name, resultName));
    }
    removeIfThere(stagingPath);
  }
}

/** The text of a result, or why there is none. */
interface ResultText {
  readonly text: string | null;
  readonly problem: string | null;
}

/** The file with the first of the names, in a directory or else in one below it; where there is none, the one that was asked for. */
function findFile(directory: string, names: readonly string[]): string {
  const wanted = join(directory, names[0]!);
  for (const name of names) {
    const path = join(directory, name);
    if (isThere(path)) return path;
  }
  const below = ifThere(() => [...Deno.readDirSync(directory)]) ?? [];
  for (const { name, isDirectory } of below) {
    if (!isDirectory) continue;
    const found = findFile(join(directory, name), names);
    if (isThere(found)) return found;
  }
  return wanted;
}

/** The text of a result file, or why it is not read. */
function readResult(path: string): ResultText {
  try {
    const bytes = readRegular(path, { maxBytes: MAX_RESULT_BYTES });
    return { text: bytes === null ? null : textOf(bytes), problem: null };
  } catch (error) {
    if (!(error instanceof UnfitFile)) throw error;
    const remedy = ". Leave --save-detailed out or send fewer prompts in a run";
    return { text: null, problem: error.message + (error.isTooLarge ? remedy : "") };
  }
}

/** A path for an extra file that nothing has yet: `NAME`, `run=0.NAME`, `run=0.2.NAME` ... */
function freePath(directory: string, name: string, resultName: string): string {
  const run = resultName.replace(/\.json$/, "");
  // What is called like a result of ours must not become one.
  const names = /^(run=|warmup|summary)/.test(name)
    ? [`extra-${name}`, `extra-${run}.${name}`]
    : [name, `${run}.${name}`];
  for (let n = 2;; n++) {
    const path = join(directory, names.shift() ?? `${run}.${n}.${name}`);
    if (!isThere(path)) return path;
  }
}
