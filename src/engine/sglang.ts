/** SGLang: `python -m sglang.launch_server`, `sglang serve`, 0.4 and later. */
import { type Engine, LOADS_FOR_MINUTES, modelBehind, PLAIN, USUAL_LOAD } from "./engine.ts";
import { row } from "./failure_pattern.ts";
import { flagValue } from "./flags.ts";
import { hasFlag, onThisNode, parallelSize } from "./parallel_size.ts";
import { sglangUnmeasured } from "./unmeasured.ts";

const TENSOR = ["--tp", "--tp-size", "--tensor-parallel-size"];
const PIPELINE = ["--pp", "--pp-size", "--pipeline-parallel-size"];
const DATA = ["--dp", "--dp-size", "--data-parallel-size"];

/** SGLang. */
export const SGLANG: Engine = {
  ...PLAIN,
  name: "sglang",
  commands: ["sglang"],
  modules: ["sglang.launch_server"],
  pythonPackage: "sglang",
  // It asks the port of its backend, which is SGLang's unless it is said.
  benchmarks: [{
    words: ["sglang.bench_serving"],
    defaultPort: 30_000,
    unmeasured: sglangUnmeasured,
  }],
  defaultPort: 30_000,
  configFlags: ["--config"],
  cacheReset: () => ({ paths: [{ path: "/flush_cache", optional: false }] }),
  // With --enable-metrics; srt/metrics/collector.py. `cached_tokens` has a label for where they were.
  counters: {
    path: "/metrics",
    lookedUp: [["sglang:prompt_tokens"]],
    found: [["sglang:cached_tokens"]],
    requests: [["sglang:num_requests"]],
    preemptions: [["sglang:num_retractions"]],
  },
  // managers/http_server.py: all server arguments beside one another.
  configuration: {
    path: "/get_server_info",
    root: null,
    hasSections: false,
    places: {
      tp: "tp_size",
      tensor_parallel_size: "tp_size",
      dp: "dp_size",
      data_parallel_size: "dp_size",
      pp: "pp_size",
      pipeline_parallel_size: "pp_size",
    },
    differs: /internal_states|^(host|port|random_seed|nccl_port|max_total_num_tokens|.*time.*)$/,
    argsLine: null,
  },
  severalWords: [
    "--bucket-e2e-request-latency",
    "--bucket-inter-token-latency",
    "--bucket-time-to-first-token",
    "--cuda-graph-bs",
    "--generation-tokens-buckets",
    "--lora-paths",
    "--lora-target-modules",
    "--piecewise-cuda-graph-tokens",
    "--prompt-tokens-buckets",
    "--torch-compile-bs",
  ],
  aliases: [TENSOR, PIPELINE, DATA],
  modelFlags: ["--model-path", "--model"],
  modelWord(argv) {
    const at = argv.findIndex((word, index) =>
      word === "serve" && /(^|\/)sglang$/.test(argv[index - 1] ?? "")
    );
    return at < 0 ? null : modelBehind(argv, at, SGLANG.severalWords);
  },
  gpus(argv) {
    // With data parallel attention the replicas are made of the GPUs of tensor parallelism.
    const replicas = hasFlag(argv, "--enable-dp-attention") ? 1 : parallelSize(argv, DATA);
    const gpus = parallelSize(argv, TENSOR) * parallelSize(argv, PIPELINE) * replicas;
    return onThisNode(gpus, argv);
  },
  model: (argv) => flagValue(argv, ["--model-path", "--model"]),
  servedNames(argv) {
    const name = flagValue(argv, ["--served-model-name"]) ?? SGLANG.model(argv);
    return name === null ? [] : [name];
  },
  log: {
    causes: [
      row(
        "gpu-out-of-memory",
        /Not enough memory\. Please try to increase --mem-fraction/,
        "SGLang",
      ),
      // Not "KV cache pool is full. Retract requests.": the scheduler goes on after it.
      row("gpu-out-of-memory", /[Oo]ut of memory\. Try to lower your batch size/, "SGLang"),
      row("host-out-of-memory", /Not enough host memory available/, "SGLang"),
      row("port-in-use", /ValueError: .*port at \d+ is not available in \d+ seconds/, "SGLang"),
      row("hang", /[Ww]atchdog timeout \((?!.*self\.soft=True)/, "SGLang"),
    ],
    symptoms: [
      row(
        "bad-argument",
        /server_args\.py", line \d+, in (?:__post_init__|_handle_\w+|check_\w+|prepare_server_args)/,
        "SGLang: frame of a traceback",
      ),
      row("crash", /\w+ hit an exception: Traceback|Subprocess \S+ \(pid=\d+\) crashed/, "SGLang"),
      row("crash", /(?:Received sigquit from a child process|SIGQUIT received\.)/, "SGLang"),
    ],
    // It may log each request, and a prompt can hold any text.
    harmless: [/^\[[^\]]*\] (?:Receive|Finish): obj=/],
    deaths: [
      /(?:Scheduler|TpModelWorkerClient|DataParallelController|DetokenizerManager|TokenizerManager) hit an exception/,
      /Subprocess \S+ \(pid=\d+\) crashed/,
      /[Ww]atchdog timeout \((?!.*self\.soft=True)/,
      /Received sigquit from a child process|SIGQUIT received\./,
    ],
    // model_runner.py and cuda_graph_runner.py of 0.4 to 0.5.
    loading: {
      weights: [[/\bLoad weight end\. elapsed=(?<s>[\d.]+) s(?:, type=(?<of>\w+))?/]],
      compile: [],
      graphs: [[
        /\bCapture (?<of>(?:[\w-]+ )*?)cuda graph end\. (?:Time elapsed: |elapsed=)(?<s>[\d.]+) s/i,
      ]],
      weightsBetween,
    },
  },
  example: {
    model: "meta-llama/Llama-3.1-8B-Instruct",
    serveCmd: (model) => `python3 -m sglang.launch_server --model-path ${model} --port auto`,
    benchCmd: null,
    smallBatch: { max_running_requests: 32 },
    largeBatch: { max_running_requests: 256 },
    load: USUAL_LOAD,
    options: [LOADS_FOR_MINUTES],
  },
};

/** Before it told the time elapsed: from the time of one line to that of another, of each worker. */
function weightsBetween(log: string): number | null {
  const begins = new Map<string, number>();
  let longest: number | null = null;
  const lines = log.matchAll(
    /^\[(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)([^\]]*)\] Load weight (begin|end)\./gm,
  );
  for (const [, date, time, worker, what] of lines) {
    const atMs = Date.parse(`${date}T${time}Z`);
    const begin = begins.get(worker!);
    if (what === "begin") begins.set(worker!, atMs);
    else if (begin !== undefined) longest = Math.max(longest ?? 0, atMs - begin);
  }
  return longest;
}
