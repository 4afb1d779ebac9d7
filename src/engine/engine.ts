/** What servesweep knows of an inference server: all that depends on which one a command runs. Each has a file of its own. */
import { flagName, flagValue, isFlag, isSwitchName } from "./flags.ts";
import type { FailurePattern } from "./failure_pattern.ts";

/** An inference server. What nothing is known of is as in {@linkcode PLAIN}. */
export interface Engine {
  /** Name in plans, in journals and for `init --server`. Directories of earlier sweeps have it: it is never changed. */
  readonly name: string;
  /** Its executables, without a directory. */
  readonly commands: readonly string[];
  /** What stands behind `python -m`: a module, or with a dot at its end all modules within it. */
  readonly modules: readonly string[];
  /** Word behind our own executable that runs it; null if it is no part of servesweep. */
  readonly ownCommand: string | null;
  /** Python package that it comes in: the installed version belongs to the key of a run. */
  readonly pythonPackage: string | null;

  /** Its benchmark programs. */
  readonly benchmarks: readonly Benchmark[];

  /** Port when the command names none. */
  readonly defaultPort: number;
  /** Flags that it takes its port by; the last one is put into a command that has none. */
  readonly portFlags: readonly string[];
  /** Flags that it takes its host by. */
  readonly hostFlags: readonly string[];
  /** Variables that it takes its port by where no flag says it. */
  readonly portVariables: readonly string[];
  /** Flags with a Unix socket that it listens on instead. */
  readonly socketFlags: readonly string[];
  /** Flags that make it speak TLS. */
  readonly tlsFlags: readonly string[];
  /** Flags with a file of further flags, as YAML. What the command line says comes before it. */
  readonly configFlags: readonly string[];
  /** Path that answers 200 when the server is ready. */
  readonly healthPath: string;
  /** How its caches are emptied between runs. */
  readonly cacheReset: (argv: readonly string[]) => CacheReset;
  /** Where it counts what it did; null where that is not known. */
  readonly counters: CounterSource | null;
  /** Where it says how it works; null where that is not known. */
  readonly configuration: ConfigurationSource | null;
  /** Variables that it is started with, unless the command line says otherwise. They belong to the key of a run. */
  readonly env: Readonly<Record<string, string>>;
  /** Those of them without which its caches cannot be emptied. */
  readonly resetVariables: readonly string[];

  /** How its parser takes long flags. Where it takes either spelling they are written with dashes. */
  readonly flagSpelling: "dashes" | "underscores" | "either";
  /** Flags, with dashes, that several words may follow: all of them are the flag's. */
  readonly severalWords: readonly string[];
  /** Names of one flag, the one to write first, where there are several and it matters. */
  readonly aliases: readonly (readonly string[])[];
  /** Flags that name the model, with dashes: keys of a set that ask for another one. */
  readonly modelFlags: readonly string[];
  /**
   * Index of the word that is the model; null where all words of the command belong to flags, undefined where that is not known.
   */
  readonly modelWord: (argv: readonly string[]) => number | null | undefined;
  /**
   * GPUs that the command takes on one machine; null where the command does not tell.
   *
   * @throws {UsageError} If a size in it is no whole number of at least 1.
   */
  readonly gpus: (argv: readonly string[]) => number | null;
  /** Whether it is of any use without a GPU. */
  readonly gpuNeed: "required" | "optional" | "none";
  /** The model that the command names; null where it cannot be told. */
  readonly model: (argv: readonly string[]) => string | null;
  /** Whether the command names a model otherwise than by one of its words; null where that cannot be told. */
  readonly hasModelBeside: (argv: readonly string[], index: number) => boolean | null;
  /** The names under which it will offer the model; none where that cannot be told. */
  readonly servedNames: (argv: readonly string[]) => readonly string[];

  readonly log: EngineLog;
  /** What `init` writes; null if there is no example for it. */
  readonly example: Example | null;
}

/** A benchmark program whose `--port` is that of its server. */
export interface Benchmark {
  /** Words that follow one another where it is run, the first without a directory: `vllm bench`, a file, a module. */
  readonly words: readonly string[];
  /** Port that it asks when its command names none. */
  readonly defaultPort: number;
  /** Requests that it sends besides those of its result, by its command; null where that cannot be told. */
  readonly unmeasured: (argv: readonly string[]) => RequestRange | null;
}

/** How many requests there may be. */
export interface RequestRange {
  readonly least: number;
  readonly most: number;
}

/**
 * Counters of a server in Prometheus text. Each is a list of ways to have it, best first; the families of one way are added up,
 * over all their labels. Names are without the `_total` that they may end with.
 */
export interface CounterSource {
  readonly path: string;
  /** Prompt tokens that were looked for in the prefix cache. */
  readonly lookedUp: readonly CounterWay[];
  /** Those of them that were found. */
  readonly found: readonly CounterWay[];
  /** Requests that came to an end, however. */
  readonly requests: readonly CounterWay[];
  /** Requests that lost their place and were computed again. */
  readonly preemptions: readonly CounterWay[];
}

/** How a server says what it works with. */
export interface ConfigurationSource {
  /** GET that answers JSON. */
  readonly path: string;
  /** Member of the answer that holds it; null for all of the answer. */
  readonly root: string | null;
  /** Its members are sections, which hold the values. */
  readonly hasSections: boolean;
  /** Where parameters stand that cannot be found by their name: by the parameter in underscores, `section.name`. */
  readonly places: Readonly<Record<string, string>>;
  /** Names of values that differ between two starts of the same command. */
  readonly differs: RegExp;
  /** What stands in its log before a Python dictionary of the arguments that differ from their defaults; null if nothing does. */
  readonly argsLine: RegExp | null;
}

/** Names of families. */
export type CounterWay = readonly string[];

/** How caches are emptied: by POST to these paths, which may be none; or why not. */
export type CacheReset =
  | { readonly paths: readonly ResetPath[] }
  /** A clause of an error. */
  | { readonly obstacle: string };

/** One endpoint that empties a cache. */
export interface ResetPath {
  readonly path: string;
  /** A server that is older than the endpoint answers 404: no error. */
  readonly optional: boolean;
}

/** How its log tells what happens. What other programs print through it is in `common_log.ts`. */
export interface EngineLog {
  /** Lines that name the cause of a failure. Of two rows that fit a line the first counts. */
  readonly causes: readonly FailurePattern[];
  /** Lines that only say that something failed: they count where no line names a cause. */
  readonly symptoms: readonly FailurePattern[];
  /** Lines that are no failure, whatever they say. */
  readonly harmless: readonly RegExp[];
  /** Lines that say that the engine is dead, be the server alive or not. */
  readonly deaths: readonly RegExp[];
  /** Lines that tell how long a part of the loading took. */
  readonly loading: LoadingLines;
}

/**
 * A line that tells a duration: the group `s` are its seconds. Lines with another group `of` are steps one after another
 * (target and draft model): their times are added up.
 */
export type DurationLine = RegExp;

/** For each part what to look for: the first of these that is met counts, what follows it is within it or less exact. */
export interface LoadingLines {
  /** Reading the weights and putting them on the device. */
  readonly weights: readonly (readonly DurationLine[])[];
  /** Compilation, or loading what was compiled before. */
  readonly compile: readonly (readonly DurationLine[])[];
  /** Capture of CUDA graphs. */
  readonly graphs: readonly (readonly DurationLine[])[];
  /** The same as `weights`, in ms, from the times of two lines; null if the log does not tell. */
  readonly weightsBetween: (log: string) => number | null;
}

/** An example to start from. */
export interface Example {
  /** Model to begin with, or a file of one. */
  readonly model: string;
  /** @param model As a word of a shell command, quoted where it has to be. */
  readonly serveCmd: (model: string) => string;
  /** Its own benchmark, without a load; null for ours, which needs no tokenizer. */
  readonly benchCmd: ((model: string) => string) | null;
  /** Parameters for few and for many requests in one step. */
  readonly smallBatch: Readonly<Record<string, number>>;
  readonly largeBatch: Readonly<Record<string, number>>;
  readonly load: ExampleLoad;
  /** Options of the command line, and why they are there. */
  readonly options: readonly (readonly [option: string, reason: string])[];
}

/** How many requests of what length an example sends. */
export interface ExampleLoad {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Requests of one user, one after the other. */
  readonly alonePrompts: number;
  readonly users: number;
  readonly promptsPerUser: number;
}

/** A load for a server on a GPU. */
export const USUAL_LOAD: ExampleLoad = {
  inputTokens: 512,
  outputTokens: 128,
  alonePrompts: 16,
  users: 64,
  promptsPerUser: 5,
};

/** Option of an example whose model takes minutes to load. */
export const LOADS_FOR_MINUTES = [
  "--server-ready-timeout 20m",
  "a large model takes minutes to load",
] as const;

/** Opens the reset endpoints of vLLM, which may be inside any script. Others do not heed it. */
export const VLLM_ENV: Readonly<Record<string, string>> = { VLLM_SERVER_DEV_MODE: "1" };

/** What holds for a server of which nothing is known. */
export const PLAIN: Omit<Engine, "name"> = {
  commands: [],
  modules: [],
  ownCommand: null,
  pythonPackage: null,
  benchmarks: [],
  defaultPort: 8000,
  portFlags: ["-p", "--port"],
  hostFlags: ["--host"],
  portVariables: [],
  socketFlags: ["--uds"],
  tlsFlags: ["--ssl-certfile", "--ssl-keyfile", "--ssl-cert-file", "--ssl-key-file"],
  configFlags: [],
  healthPath: "/health",
  cacheReset: () => ({ obstacle: "no way is known for this server" }),
  counters: null,
  configuration: null,
  // In the keys of all runs that were measured until there were engines with an environment of their own.
  env: VLLM_ENV,
  resetVariables: [],
  flagSpelling: "dashes",
  severalWords: [],
  aliases: [],
  modelFlags: ["--model"],
  modelWord: () => undefined,
  gpus: () => null,
  gpuNeed: "required",
  model: (argv) =>
    flagValue(argv, ["--model", "--model-path", "--model-id", "-m"]) ?? wordBehind(argv, "serve"),
  hasModelBeside: () => null,
  servedNames: () => [],
  log: {
    causes: [],
    symptoms: [],
    harmless: [],
    deaths: [],
    loading: { weights: [], compile: [], graphs: [], weightsBetween: () => null },
  },
  example: null,
};

/** The word behind a command (`serve MODEL`), where it cannot be the value of a flag. */
export function wordBehind(argv: readonly string[], command: string): string | null {
  const index = argv.findIndex((word, index) => index > 0 && word === command);
  const word = argv[index + 1];
  return index > 0 && word !== undefined && !isFlag(word) ? word : null;
}

/**
 * Index of the model among the words behind a command: the first, or a word that is left over behind the values of a flag.
 *
 * @param at Index of the command: of `serve` in `vllm serve MODEL`.
 * @param severalWords Flags that all words behind them belong to.
 * @returns Null if there is none.
 */
export function modelBehind(
  argv: readonly string[],
  at: number,
  severalWords: readonly string[],
): number | null {
  for (let index = at + 1, flag: string | null = null, values = 0; index < argv.length; index++) {
    const word = argv[index]!;
    if (isFlag(word)) {
      const hasValue = word.includes("=") || isSwitchName(flagName(word) ?? "");
      flag = hasValue || word === "--" ? null : flagName(word) ?? word;
      values = 0;
      continue;
    }
    // A flag takes one word, or several: then no word is left over.
    const isValue = flag !== null && (values === 0 || severalWords.includes(flag)) ||
      values > 0 && /^-?[\d.]+$/.test(word);
    if (!isValue) return index;
    values++;
  }
  return null;
}
