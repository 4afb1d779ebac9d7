/** TensorRT-LLM: `trtllm-serve`, 0.18 and later. Its parser, click, knows flags with underscores only. */
import {
  type Engine,
  LOADS_FOR_MINUTES,
  modelBehind,
  PLAIN,
  USUAL_LOAD,
  wordBehind,
} from "./engine.ts";
import { row } from "./failure_pattern.ts";
import { flagValue, isFlag } from "./flags.ts";
import { parallelSize } from "./parallel_size.ts";

const TENSOR = ["--tp-size", "--tensor-parallel-size"];
const PIPELINE = ["--pp-size", "--pipeline-parallel-size"];
const CONTEXT = ["--cp-size", "--context-parallel-size"];

const PROGRAM = /(^|\/)trtllm-serve$|^tensorrt_llm\./;

/** TensorRT-LLM. Experts are spread over the GPUs of tensor parallelism. */
export const TRTLLM: Engine = {
  ...PLAIN,
  name: "trtllm",
  commands: ["trtllm-serve"],
  modules: ["tensorrt_llm.commands.serve"],
  pythonPackage: "tensorrt_llm",
  benchmarks: [{
    words: ["tensorrt_llm.serve.scripts.benchmark_serving"],
    defaultPort: 8000,
    unmeasured: () => null,
  }],
  portFlags: ["--port"],
  env: {},
  flagSpelling: "underscores",
  gpus: (argv) =>
    [TENSOR, PIPELINE, CONTEXT].map((names) => parallelSize(argv, names)).reduce((a, b) => a * b),
  modelWord(argv) {
    const at = argv.findIndex((word) => PROGRAM.test(word));
    return at < 0 ? undefined : modelBehind(argv, argv[at + 1] === "serve" ? at + 1 : at, []);
  },
  // `trtllm-serve MODEL` is short for `trtllm-serve serve MODEL`.
  model(argv) {
    const at = argv.findIndex((word) => PROGRAM.test(word));
    const word = argv[at + 1];
    if (at < 0 || word === undefined || isFlag(word)) return null;
    return word === "serve" ? wordBehind(argv, "serve") : word;
  },
  // Without a name it offers that of a directory as its last part, which is not known to be one.
  servedNames(argv) {
    const name = flagValue(argv, ["--served-model-name"]);
    return name === null ? [] : [name];
  },
  log: {
    ...PLAIN.log,
    causes: [
      row(
        "gpu-out-of-memory",
        /Executor creation failed due to insufficient GPU memory/,
        "TensorRT-LLM",
      ),
      row("hang", /Hang detected on rank \d+ in PyExecutor/, "TensorRT-LLM"),
      row("infrastructure", /ValueError: No GPU devices found on the node/, "TensorRT-LLM"),
    ],
    symptoms: [row("crash", /Executor worker died during initialization/, "TensorRT-LLM")],
    harmless: [
      /^\[[^\]]*\] \[TRT-LLM\] (?:\[RANK \d+\] )?\[[IWDV]\]|^\[TensorRT-LLM\]\[(?:INFO|WARNING|DEBUG)\]/,
    ],
    deaths: [/Hang detected on rank \d+ in PyExecutor/],
    // model_loader.py: it holds all that comes with the weights.
    loading: { ...PLAIN.log.loading, weights: [[/\bModel init total -- (?<s>[\d.]+)s/]] },
  },
  example: {
    model: "meta-llama/Llama-3.1-8B-Instruct",
    serveCmd: (model) => `trtllm-serve ${model} --port auto`,
    benchCmd: null,
    smallBatch: { max_batch_size: 32 },
    largeBatch: { max_batch_size: 256 },
    load: USUAL_LOAD,
    options: [LOADS_FOR_MINUTES],
  },
};
