/** What servesweep knows of a benchmark program: where it leaves its result, and what that says. Each has a file of its own. */
import { type Json, JsonNumber, type JsonObject } from "../../json/value.ts";

/** Names of the kinds, as `--bench-kind` takes them and plans have them: they are never changed. */
export const BENCH_KINDS = ["vllm", "sglang", "aiperf", "guidellm", "command"] as const;

/** One of {@linkcode BENCH_KINDS}. */
export type BenchKindName = typeof BENCH_KINDS[number];

/** Where a run is to leave its result. */
export interface ResultPlace {
  /** A directory of this run alone. */
  readonly directory: string;
  /** `run=0.json`. */
  readonly name: string;
  /** Number of the run, -1 for the unmeasured one. */
  readonly run: number;
}

/** A benchmark program. */
export interface BenchKind {
  readonly name: BenchKindName;
  /** Whether a command runs it. */
  readonly isRunBy: (argv: readonly string[]) => boolean;
  /** Key of a bench set that says how many requests are sent. */
  readonly promptsKey: string;
  /** What is appended to its command. */
  readonly appended: (place: ResultPlace) => readonly string[];
  /** Variables that it is started with on top of those of the sweep. */
  readonly env: (place: ResultPlace) => Readonly<Record<string, string>>;
  /** Names that its result file may have, best first, in the directory or in one below it. */
  readonly resultNames: (place: ResultPlace) => readonly string[];
  /**
   * Makes vLLM's result of its own; null where it is one.
   *
   * @throws {SyntaxError} If it is no JSON.
   * @throws {Error} If it is no result of one run. The message says why.
   */
  readonly read: ((text: string) => JsonObject) | null;
}

/** The basename of any word of a command is one of these, or the word is a module of that name. */
export function hasProgram(argv: readonly string[], ...names: readonly string[]): boolean {
  return argv.some((word, index) =>
    // The value of a long flag is no program: `--model /models/aiperf`.
    !/^--[^=]+$/.test(argv[index - 1] ?? "") &&
    names.some((name) => word === name || word.endsWith(`/${name}`) || word.startsWith(`${name}.`))
  );
}

/** The value at a path of keys; undefined if there is none. */
export function at(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  for (const key of keys) value = value instanceof Map ? value.get(key) : undefined;
  return value;
}

/** A number; null for anything else, NaN and infinite ones too. */
export function finite(value: Json | undefined): number | null {
  if (!(value instanceof JsonNumber)) return null;
  const number = value.toNumber();
  return Number.isFinite(number) ? number : null;
}

/** Collects the keys of a result; what is not known is left out. */
export class ResultKeys {
  readonly object = new Map<string, Json>();

  set(key: string, value: number | string | null): void {
    if (value === null) return;
    this.object.set(key, typeof value === "number" ? JsonNumber.of(value) : value);
  }

  /** Texts of errors, if there are any. */
  errors(texts: readonly string[]): void {
    if (texts.length > 0) this.object.set("errors", [...texts]);
  }

  /** `mean_ttft_ms`, `median_ttft_ms`, `std_ttft_ms`, `p99_ttft_ms` ... of a table of statistics. */
  statistics(
    metric: string,
    values: Readonly<Record<string, Json | undefined>>,
    factor = 1,
  ): void {
    for (const [name, value] of Object.entries(values)) {
      const number = finite(value);
      if (number !== null) this.set(`${name}_${metric}_ms`, number * factor);
    }
  }
}
