/** The engines that servesweep knows. */
import type { Benchmark, Engine } from "./engine.ts";
import { INFINITY } from "./infinity.ts";
import { LLAMA_CPP } from "./llama_cpp.ts";
import { LMDEPLOY } from "./lmdeploy.ts";
import { OTHER } from "./other.ts";
import { isOwnProgram } from "./own_program.ts";
import { SGLANG } from "./sglang.ts";
import { SIM } from "./sim.ts";
import { TGI } from "./tgi.ts";
import { TRTLLM } from "./trtllm.ts";
import { vllmUnmeasured } from "./unmeasured.ts";
import { VLLM } from "./vllm.ts";
import { programIndex } from "./wrappers.ts";

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
 * The engine that a command runs. What starts it (`env A=b vllm`, `numactl ... vllm`, `python -m vllm.entrypoints...`) is looked
 * through: the first word that names a known program decides.
 *
 * @param own Words that name our own executable, besides its usual names.
 */
export function engineOf(argv: readonly string[], own: readonly string[] = []): Engine {
  for (let index = programIndex(argv); index < argv.length; index++) {
    const word = argv[index]!;
    const previous = argv[index - 1] ?? "";
    const isBuiltIn = isOwnProgram(previous, own);
    // The value of a long flag is no program: `--model /models/vllm`.
    const isValue = /^--[^=]+$/.test(previous);
    const engine = ENGINES.find((engine) =>
      isBuiltIn && engine.ownCommand === word || !isValue && isProgramOf(engine, word)
    );
    if (engine !== undefined) return engine;
  }
  return OTHER;
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
  for (const [index, word] of argv.entries()) {
    if (word === "bench" && isOwnProgram(argv[index - 1] ?? "", own)) return OWN_BENCHMARK;
    const name = baseName(word);
    const found = BENCHMARKS.find(({ words: [first, ...rest] }) =>
      first === name && rest.every((word, at) => argv[index + 1 + at] === word)
    );
    if (found !== undefined) return found;
  }
  return null;
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

function baseName(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}
