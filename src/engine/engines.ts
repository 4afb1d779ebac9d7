/** The engines that servesweep knows. */
import { baseName } from "../launcher/launch.ts";
import type { Benchmark, Engine } from "./engine.ts";
import { flagValue } from "./flags.ts";
import { INFINITY } from "./infinity.ts";
import { LLAMA_CPP } from "./llama_cpp.ts";
import { LMDEPLOY } from "./lmdeploy.ts";
import { OTHER } from "./other.ts";
import { isOwnProgram } from "./own_program.ts";
import { readingsOf } from "./program.ts";
import { SGLANG } from "./sglang.ts";
import { SIM } from "./sim.ts";
import { TGI } from "./tgi.ts";
import { TRTLLM } from "./trtllm.ts";
import { vllmUnmeasured } from "./unmeasured.ts";
import { VLLM } from "./vllm.ts";

export { OTHER } from "./other.ts";

/** All of them, in the order of help texts; a program of no known kind is {@linkcode OTHER}. */
export const ENGINES: readonly Engine[] = [
  VLLM,
  SGLANG,
  TRTLLM,
  LLAMA_CPP,
  LMDEPLOY,
  TGI,
  INFINITY,
  SIM,
];

/**
 * The engine that a command runs. What starts it (`env A=b vllm`, `numactl ... vllm`, `python -m vllm.entrypoints...`,
 * `bash -c 'exec vllm ...'`) is looked through: the first word that names a known program decides.
 *
 * @param own Words that name our own executable, besides its usual names.
 */
export function engineOf(argv: readonly string[], own: readonly string[] = []): Engine {
  return programOf(argv, own).engine;
}

/** The engine that a command runs, and the words of its program alone: what its own parser will read. */
export interface Program {
  readonly engine: Engine;
  /** From the program on. Of a program of no known kind: what is behind launchers, or the likeliest command of a script. */
  readonly words: readonly string[];
}

/** The same as {@linkcode engineOf}, with the words that are the engine's own. */
export function programOf(argv: readonly string[], own: readonly string[] = []): Program {
  const readings = readingsOf(argv);
  for (const { words, from } of readings) {
    const found = knownProgram(words, from, own);
    if (found !== null) return found;
  }
  const programs = readings.map(({ words, from }) => words.slice(from));
  const { portFlags, hostFlags } = OTHER;
  const words = programs.find((words) => flagValue(words, [...portFlags, ...hostFlags]) !== null);
  return { engine: OTHER, words: words ?? programs.at(-1)! };
}

function knownProgram(
  words: readonly string[],
  from: number,
  own: readonly string[],
): Program | null {
  for (let index = from; index < words.length; index++) {
    const word = words[index]!;
    const previous = words[index - 1] ?? "";
    const isBuiltIn = isOwnProgram(previous, own);
    // The value of a long flag is no program: `--model /models/vllm`.
    const isValue = /^--[^=]+$/.test(previous);
    const engine = ENGINES.find((engine) =>
      isBuiltIn && engine.ownCommand === word || !isValue && isProgramOf(engine, word)
    );
    if (engine === undefined) continue;
    return { engine, words: words.slice(engine.ownCommand === null ? index : index - 1) };
  }
  return null;
}

/**
 * Whose flags a benchmark command is taken to have. Every benchmark is given vLLM's, so one that nothing is known of is taken to
 * have vLLM's parser.
 */
export function benchmarkEngineOf(command: readonly string[]): Engine {
  const engine = engineOf(command);
  return engine === OTHER ? VLLM : engine;
}

/** Our own load generator. */
const OWN_BENCHMARK: Benchmark = {
  words: ["bench"],
  defaultPort: 8000,
  // It always sends one.
  unmeasured: (argv) => vllmUnmeasured(argv, { least: 1, most: 1 }),
};

const BENCHMARKS = ENGINES.flatMap(({ benchmarks }) => benchmarks);

/**
 * The benchmark program that a command runs; null if it is none that is known.
 *
 * @param own Words that name our own executable, besides its usual names.
 */
export function benchmarkOf(
  argv: readonly string[],
  own: readonly string[] = [],
): Benchmark | null {
  return benchProgramOf(argv, own).benchmark;
}

/** A benchmark command as its program reads it. */
export interface BenchProgram {
  readonly benchmark: Benchmark | null;
  /** The words of the program alone. */
  readonly words: readonly string[];
}

/** The same as {@linkcode benchmarkOf}, with the words that are the program's own. */
export function benchProgramOf(
  argv: readonly string[],
  own: readonly string[] = [],
): BenchProgram {
  const readings = readingsOf(argv);
  for (const { words } of readings) {
    for (const [index, word] of words.entries()) {
      const isOwn = word === "bench" && isOwnProgram(words[index - 1] ?? "", own);
      const name = baseName(word);
      const benchmark = isOwn
        ? OWN_BENCHMARK
        : BENCHMARKS.find(({ words: [first, ...rest] }) =>
          first === name && rest.every((word, at) => words[index + 1 + at] === word)
        );
      if (benchmark !== undefined) return { benchmark, words: words.slice(index) };
    }
  }
  const { words, from } = readings.at(-1)!;
  return { benchmark: null, words: words.slice(from) };
}

/** Whether a command runs the server or the load generator that is built into servesweep. */
export function isBuiltIn(argv: readonly string[], own: readonly string[]): boolean {
  return engineOf(argv, own).ownCommand !== null || benchmarkOf(argv, own) === OWN_BENCHMARK;
}

/** The engine of a name in a plan or a journal, which may be one that a later version knows. */
export function engineNamed(name: string): Engine {
  return ENGINES.find((engine) => engine.name === name) ?? OTHER;
}

function isProgramOf({ commands, modules }: Engine, word: string): boolean {
  return commands.includes(baseName(word)) ||
    modules.some((module) => module.endsWith(".") ? word.startsWith(module) : word === module);
}
