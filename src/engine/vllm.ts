/** vLLM: `vllm serve`, 0.6 and later. */
import {
  type Engine,
  LOADS_FOR_MINUTES,
  modelBehind,
  PLAIN,
  type RequestRange,
  USUAL_LOAD,
  VLLM_ENV,
  wordBehind,
} from "./engine.ts";
import { row } from "./failure_pattern.ts";
import { flagName, flagValue, isFlag } from "./flags.ts";
import { onThisNode, parallelSize } from "./parallel_size.ts";
import { vllmUnmeasured } from "./unmeasured.ts";

const TENSOR = ["-tp", "--tensor-parallel-size"];
const PIPELINE = ["-pp", "--pipeline-parallel-size"];
/** Splits the prefill of a prompt over GPUs of their own; decode context parallelism works within tensor parallelism. */
const PREFILL_CONTEXT = ["-pcp", "--prefill-context-parallel-size"];
const DATA = ["-dp", "--data-parallel-size"];
const DATA_LOCAL = ["-dpl", "--data-parallel-size-local"];
const DATA_RANK = ["-dpn", "--data-parallel-rank"];

/** Names of flags that take a JSON object. `-O3` is a flag of its own, the level of optimization. */
export const JSON_ALIASES: readonly (readonly string[])[] = [
  ["--compilation-config", "-cc", "-O"],
  ["--speculative-config", "-sc"],
  ["--attention-config", "-ac"],
];

/** vLLM. */
export const VLLM: Engine = {
  ...PLAIN,
  name: "vllm",
  commands: ["vllm"],
  modules: ["vllm.entrypoints."],
  pythonPackage: "vllm",
  benchmarks: [
    { words: ["vllm", "bench"], defaultPort: 8000, unmeasured },
    { words: ["benchmark_serving.py"], defaultPort: 8000, unmeasured },
  ],
  configFlags: ["--config"],
  resetVariables: Object.keys(VLLM_ENV),
  cacheReset: () => ({
    paths: [
      { path: "/reset_prefix_cache", optional: false },
      { path: "/reset_mm_cache", optional: true },
      { path: "/reset_encoder_cache", optional: true },
    ],
  }),
  // v1/metrics/loggers.py; the names with "gpu_" up to 0.10.
  counters: {
    path: "/metrics",
    lookedUp: [["vllm:prefix_cache_queries"], ["vllm:gpu_prefix_cache_queries"]],
    found: [["vllm:prefix_cache_hits"], ["vllm:gpu_prefix_cache_hits"]],
    requests: [["vllm:request_success"]],
    preemptions: [["vllm:num_preemptions"]],
  },
  // In development mode; entrypoints/serve/dev/server_info and config/*.py of 0.32, entrypoints/utils.py.
  configuration: {
    path: "/server_info?config_format=json",
    root: "vllm_config",
    hasSections: true,
    places: {
      kv_cache_dtype: "cache_config.cache_dtype",
      max_model_len: "model_config.max_model_len",
      dtype: "model_config.dtype",
      quantization: "model_config.quantization",
      seed: "model_config.seed",
      // The smallest group's where there are several.
      block_size: "cache_config.block_size",
    },
    differs:
      /instance_id|(^|[_.])(host|port|ports|ip|addr|address)($|_list)|_port(_list)?$|master|rank|num_(gpu|cpu)_blocks$|kv_cache_(size|max|memory)|^api_key|cache_dir|_time/,
    argsLine: /\bnon-default args: (?=\{)/,
  },
  flagSpelling: "either",
  // Those of `vllm bench serve` with them.
  severalWords: [
    "--allowed-media-domains",
    "--api-key",
    "--collect-detailed-traces",
    "--cuda-graph-sizes",
    "--cudagraph-capture-sizes",
    "--goodput",
    "--header",
    "--ignore-patterns",
    "--logits-processors",
    "--lora-modules",
    "--metadata",
    "--middleware",
    "--prompt-adapters",
    "--served-model-name",
  ],
  aliases: [...JSON_ALIASES, TENSOR, PIPELINE, PREFILL_CONTEXT, DATA, DATA_LOCAL, DATA_RANK],
  modelWord,
  gpus(argv) {
    const size = (names: readonly string[]) => parallelSize(argv, names);
    const gpus = size(TENSOR) * size(PIPELINE) * size(PREFILL_CONTEXT) * replicas(argv);
    // Replicas of this machine are given for it alone.
    return flagValue(argv, DATA_LOCAL) === null ? onThisNode(gpus, argv) : gpus;
  },
  model: (argv) => flagValue(argv, ["--model"]) ?? wordBehind(argv, "serve"),
  hasModelBeside,
  servedNames: (argv) => namesOf(argv, VLLM.model(argv)),
  log: {
    causes: [
      row("gpu-out-of-memory", /ValueError: No available memory for the cache blocks/, "vLLM"),
      // "Free memory on device ... on startup. Desired GPU memory utilization is" is a line of a healthy start.
      row(
        "gpu-out-of-memory",
        /Free memory on device .*on startup is less than desired GPU memory utilization/,
        "vLLM V1",
      ),
      row(
        "gpu-out-of-memory",
        /is larger than the maximum number of tokens that can be stored in KV cache/,
        "vLLM V0",
      ),
      row("gpu-out-of-memory", /larger than the available KV cache memory \(/, "vLLM V1"),
      row("gpu-out-of-memory", /Failed to load model - not enough GPU memory/, "vLLM"),
      row("model-not-found", /Invalid repository ID or local directory specified/, "vLLM"),
      row("model-not-found", /Cannot find any model weights with/, "vLLM, SGLang"),
      row("bad-argument", /must be divisible by tensor parallel size/, "vLLM"),
      row(
        "bad-argument",
        /Model architectures .* are not supported|does not recognize this architecture/,
        "vLLM, transformers",
      ),
      row(
        "bad-argument",
        /No such file or directory: '[^']*\.(?:jsonl?|csv|txt|parquet|ya?ml|jinja)'|Unknown dataset\b|Couldn't find any data file/,
        "vllm bench: dataset",
      ),
      row("infrastructure", /Failed to infer device type/, "vLLM: no GPU that works"),
      row("load-timeout", /Error: Timed out waiting for (?:new )?engine/, "vLLM"),
      row("hang", /Engine iteration timed out/, "vLLM V0"),
      row("hang", /TimeoutError: RPC call to \w+ timed out/, "vLLM V1"),
      row("crash", /!!!!!!! Segfault encountered/, "vLLM"),
    ],
    symptoms: [
      // A wrong model is reported through it too; so it names no cause.
      row("bad-argument", /ValidationError: \d+ validation errors? for \w+/, "pydantic"),
      row(
        "bad-argument",
        /arg_utils\.py", line \d+, in create_\w+_config/,
        "vLLM: frame of a traceback",
      ),
      row("bench-error", /ValueError: Initial test run failed/, "vllm bench serve"),
      row("crash", /EngineCore (?:failed to start|encountered a fatal error)/, "vLLM V1"),
      row("crash", /EngineDeadError|Engine core initialization failed/, "vLLM"),
      row("crash", /(?:Engine core|Worker) proc \S+ died unexpectedly/, "vLLM V1"),
      row("crash", /Background loop (?:has errored|is not running|is stopped)/, "vLLM V0"),
      row("crash", /Engine background task failed|AsyncLLM output_handler failed/, "vLLM"),
    ],
    // Each attempt to list a repository's files is logged as an error, also for a local directory.
    harmless: [/Error retrieving (?:safetensors|file list)/],
    deaths: [
      // V1.
      /EngineDeadError/,
      /EngineCore encountered (?:a fatal error|an issue)/,
      /AsyncLLM output_handler failed/,
      /(?:Engine core|Worker) proc \S+ died unexpectedly/,
      // V0.
      /Background loop (?:has errored|is not running|is stopped)/,
      /Engine background task failed/,
      /Engine loop is not running/,
    ],
    // default_loader.py, gpu_model_runner.py, monitor.py and backends.py of 0.6 to 0.19.
    loading: {
      weights: [
        // It holds all that comes with the weights: download, quantization, a draft model.
        [/\bModel loading took [\d.]+ Gi?B(?: memory)?(?: and|,) (?<s>[\d.]+) ?s/],
        [/\bLoading weights took (?<s>[\d.]+) seconds/],
      ],
      compile: [
        [/\btorch\.compile (?:takes|took) (?<s>[\d.]+) s in total/],
        // Without a sum: its steps. SGLang has such lines too, without the file, within its capture of graphs.
        [
          /\bbackends\.py:\d+\] (?<of>Dynamo) bytecode transform time: (?<s>[\d.]+) s/,
          /\bbackends\.py:\d+\] Compiling a graph for (?<of>.+) takes (?<s>[\d.]+) s/,
          /\bbackends\.py:\d+\] Directly load the compiled graph\(s\) for (?<of>.+) from the cache, took (?<s>[\d.]+) s/,
        ],
      ],
      graphs: [[/\bGraph capturing finished in (?<s>[\d.]+) secs/]],
      weightsBetween: () => null,
    },
  },
  example: {
    model: "meta-llama/Llama-3.1-8B-Instruct",
    serveCmd: (model) => `vllm serve ${model}`,
    benchCmd: (model) => `vllm bench serve --model ${model}`,
    smallBatch: { max_num_seqs: 32 },
    largeBatch: { max_num_seqs: 256 },
    load: USUAL_LOAD,
    options: [LOADS_FOR_MINUTES],
  },
};

/** Without a flag 0.32 sends no request before the measurement; the versions before it sent one. */
function unmeasured(argv: readonly string[]): RequestRange | null {
  return vllmUnmeasured(argv, { least: 0, most: 1 });
}

/** The names of `--served-model-name`, of which there may be several; without it the model's. */
export function namesOf(argv: readonly string[], model: string | null): readonly string[] {
  const index = argv.findLastIndex((token) => flagName(token) === "--served-model-name");
  const names: string[] = [];
  const token = argv[index];
  if (token?.includes("=")) names.push(token.slice(token.indexOf("=") + 1));
  else if (token !== undefined) {
    for (const word of argv.slice(index + 1)) {
      if (isFlag(word)) break;
      names.push(word);
    }
  }
  if (names.length > 0) return names;
  return model === null ? [] : [model];
}

/** `vllm serve [MODEL]` heeds no `--model` beside the word; `vllm bench serve` takes no words. */
function modelWord(argv: readonly string[]): number | null | undefined {
  const program = argv.findIndex((word) => /(^|\/)vllm$/.test(word));
  const [command] = argv.slice(program + 1);
  if (program < 0 || command === "bench") return program < 0 ? undefined : null;
  return command === "serve" ? modelBehind(argv, program + 1, VLLM.severalWords) : undefined;
}

/** `vllm serve [model]` takes one word that is no flag: first, behind a value, or as --model. */
function hasModelBeside(argv: readonly string[], index: number): boolean | null {
  if (argv[1] !== "serve" || !/(^|\/)vllm$/.test(argv[0]!)) return null;
  // A word after a flag is taken for the flag's value.
  return argv.some((token, i) =>
    i >= 2 && i !== index &&
    (flagName(token) === "--model" || !isFlag(token) && (i === 2 || !isFlag(argv[i - 1]!)))
  );
}

/** Replicas on this machine. A server with a rank of its own is one of several. */
function replicas(argv: readonly string[]): number {
  if (flagValue(argv, DATA_RANK) !== null) return 1;
  return parallelSize(argv, flagValue(argv, DATA_LOCAL) === null ? DATA : DATA_LOCAL);
}
