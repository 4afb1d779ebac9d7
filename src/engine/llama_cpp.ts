/** llama.cpp: `llama-server`. */
import { type Engine, PLAIN, USUAL_LOAD } from "./engine.ts";
import { row } from "./failure_pattern.ts";
import { flagValue } from "./flags.ts";

/** llama.cpp. Without a flag it takes every GPU that it sees. */
export const LLAMA_CPP: Engine = {
  ...PLAIN,
  name: "llama.cpp",
  commands: ["llama-server"],
  defaultPort: 8080,
  // With --metrics; server.cpp of b11434. `prompt_tokens` are those that were computed; requests are not counted.
  counters: {
    path: "/metrics",
    lookedUp: [["llamacpp:prompt_tokens", "llamacpp:prompt_tokens_cached"]],
    found: [["llamacpp:prompt_tokens_cached"]],
    requests: [],
    preemptions: [],
  },
  // It tells the number of its slots and no more flags: no two starts can be called the same by it.
  configuration: {
    path: "/props",
    root: null,
    hasSections: false,
    places: { parallel: "total_slots", np: "total_slots" },
    differs: /(?:)/,
    argsLine: /(?!)/,
  },
  portVariables: ["LLAMA_ARG_PORT"],
  gpuNeed: "optional",
  modelFlags: ["--model", "-m"],
  modelWord: () => null,
  model: (argv) => flagValue(argv, ["-m", "--model"]),
  log: {
    ...PLAIN.log,
    causes: [
      row(
        "gpu-out-of-memory",
        /(?:unable|failed) to allocate (?:CUDA|ROCm|Vulkan|SYCL|Metal|CANN|MUSA|OpenCL)\d* buffer/,
        "llama.cpp",
      ),
      row("host-out-of-memory", /(?:unable|failed) to allocate CPU buffer/, "llama.cpp"),
      row("port-in-use", /couldn't bind HTTP server socket/, "llama.cpp"),
      row("model-not-found", /failed to open GGUF file/, "llama.cpp"),
      row("model-not-found", /invalid magic (?:characters|number)/, "llama.cpp"),
      row(
        "bad-argument",
        /^error: (?:invalid argument|unknown argument|unexpected argument|invalid value|the following required)/,
        "llama.cpp; clap of text-generation-launcher",
      ),
      row("bad-argument", /^error while handling argument "/, "llama.cpp"),
      row("bad-argument", /unknown model architecture/, "llama.cpp"),
      row("crash", /GGML_ASSERT\(/, "llama.cpp"),
    ],
    symptoms: [row("crash", /exiting due to model loading error/, "llama.cpp")],
    loading: { ...PLAIN.log.loading, weightsBetween },
  },
  example: {
    model: "/models/model.gguf",
    serveCmd: (model) => `llama-server --model ${model} --port auto`,
    benchCmd: null,
    // The context is shared by all slots.
    smallBatch: { parallel: 4, ctx_size: 8192 },
    largeBatch: { parallel: 16, ctx_size: 32768 },
    load: USUAL_LOAD,
    options: [],
  },
};

/**
 * With `--log-timestamps`: from the line before the tensors to the first of the context. `0.01.234.567`: minutes, seconds, ms,
 * µs.
 */
function weightsBetween(log: string): number | null {
  const stamp = String.raw`^(\d+)\.(\d\d)\.(\d{3})\.(\d{3}) [A-Z] `;
  const at = (text: string, line: string) => {
    const match = new RegExp(stamp + line, "m").exec(text);
    if (match === null) return null;
    const [minutes, seconds, ms, us] = match.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
    ];
    return { ms: minutes * 60_000 + seconds * 1_000 + ms + us / 1_000, index: match.index };
  };
  const begin = at(log, "(?:llm_)?load_tensors: loading model tensors");
  if (begin === null) return null;
  const end = at(
    log.slice(begin.index),
    "(?:llama_context|llama_new_context_with_model|llama_init_from_model|common_init_from_params):",
  );
  return end === null ? null : end.ms - begin.ms;
}
