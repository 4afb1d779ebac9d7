/** The built-in simulated server. It takes the flags of vLLM and prints its lines. */
import { flagValue } from "./flags.ts";
import { modelBehind, PLAIN, wordBehind } from "./engine.ts";
import type { Engine } from "./engine.ts";
import { namesOf, VLLM } from "./vllm.ts";

/** `servesweep sim`. */
export const SIM: Engine = {
  ...VLLM,
  name: "sim",
  commands: [],
  modules: [],
  ownCommand: "sim",
  pythonPackage: null,
  benchmarks: [],
  gpuNeed: "none",
  model: (argv) => flagValue(argv, ["--model"]) ?? wordBehind(argv, "sim"),
  modelWord(argv) {
    const at = argv.findIndex((word, index) => index > 0 && word === "sim");
    return at < 0 ? undefined : modelBehind(argv, at, VLLM.severalWords);
  },
  hasModelBeside: () => null,
  servedNames: (argv) => namesOf(argv, SIM.model(argv)),
  log: PLAIN.log,
  example: {
    model: "demo-model",
    serveCmd: (model) => `servesweep sim ${model} --port auto`,
    benchCmd: null,
    smallBatch: { max_num_seqs: 4 },
    largeBatch: { max_num_seqs: 64 },
    load: { inputTokens: 64, outputTokens: 16, alonePrompts: 2, users: 8, promptsPerUser: 2 },
    options: [["--min-free 16MiB", "all of it is a few hundred kilobytes"]],
  },
};
