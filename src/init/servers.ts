/** What the example of `servesweep init` says about each server. */
import type { ServerKind } from "../engine/server_kind.ts";

/** Servers that there is an example for. */
export const EXAMPLE_SERVERS = ["vllm", "sglang", "llama.cpp", "sim"] as const;

/** One of {@linkcode EXAMPLE_SERVERS}. */
export type ExampleServer = typeof EXAMPLE_SERVERS[number];

/** The commands of an example. */
export interface ExampleCommands {
  readonly serveCmd: string;
  readonly benchCmd: string;
}

/** Models that the examples begin with; for llama.cpp a file. */
export const EXAMPLE_MODELS: Readonly<Record<ExampleServer, string>> = {
  "vllm": "meta-llama/Llama-3.1-8B-Instruct",
  "sglang": "meta-llama/Llama-3.1-8B-Instruct",
  "llama.cpp": "/models/model.gguf",
  "sim": "demo-model",
};

/** Prompts and answers of the same lengths in all runs: what differs is what was varied. */
const LOAD = "--dataset-name random --random-input-len 512 --random-output-len 128 --ignore-eos";
const SMALL_LOAD =
  "--dataset-name random --random-input-len 64 --random-output-len 16 --ignore-eos";

/**
 * The commands for a server. vLLM has a benchmark of its own; the others are measured by ours, which needs no tokenizer.
 *
 * @param model As a word of a shell command, quoted where it has to be.
 */
export function exampleCommands(server: ExampleServer, model: string): ExampleCommands {
  const own = `servesweep bench --model ${model} --port auto`;
  switch (server) {
    case "vllm":
      return {
        serveCmd: `vllm serve ${model}`,
        benchCmd: `vllm bench serve --model ${model} ${LOAD}`,
      };
    case "sglang":
      return {
        serveCmd: `python3 -m sglang.launch_server --model-path ${model} --port auto`,
        benchCmd: `${own} ${LOAD}`,
      };
    case "llama.cpp":
      return { serveCmd: `llama-server --model ${model} --port auto`, benchCmd: `${own} ${LOAD}` };
    case "sim":
      return {
        serveCmd: `servesweep sim ${model} --port auto`,
        benchCmd: `${own} ${SMALL_LOAD}`,
      };
  }
}

/** A named parameter set of an example. */
export interface ExampleSet {
  readonly name: string;
  /** Why one would measure it. */
  readonly comment: string;
  readonly params: Readonly<Record<string, number>>;
}

const PLAIN: readonly ExampleSet[] = [
  { name: "as-it-is", comment: "The command as it is.", params: {} },
];

/** Serve sets: few or many requests in one step. */
export function serveSets(server: ServerKind): readonly ExampleSet[] {
  const few = "Few requests at a time: each is answered sooner.";
  const many = "Many requests at a time: more tokens per second in all.";
  const pair = (a: ExampleSet["params"], b: ExampleSet["params"]): ExampleSet[] => [
    { name: "small-batch", comment: few, params: a },
    { name: "large-batch", comment: many, params: b },
  ];
  switch (server) {
    case "vllm":
      return pair({ max_num_seqs: 32 }, { max_num_seqs: 256 });
    case "sim":
      return pair({ max_num_seqs: 4 }, { max_num_seqs: 64 });
    case "sglang":
      return pair({ max_running_requests: 32 }, { max_running_requests: 256 });
    case "llama.cpp":
      // The context is shared by all slots.
      return pair({ parallel: 4, ctx_size: 8192 }, { parallel: 16, ctx_size: 32768 });
    default:
      return PLAIN;
  }
}

/**
 * Bench sets: one user, and many.
 *
 * @param isKnown The benchmark is a program that takes vLLM's flags.
 */
export function benchSets(server: ServerKind, isKnown: boolean): readonly ExampleSet[] {
  if (!isKnown) return PLAIN;
  const [users, each] = server === "sim" ? [8, 2] : [64, 5];
  return [
    {
      name: "one-user",
      comment: "One request after the other: how fast an answer can be.",
      params: { max_concurrency: 1, num_prompts: server === "sim" ? 2 : 16 },
    },
    {
      name: "many-users",
      comment: "Each sends the next request when the last one is answered.",
      params: { max_concurrency: users, num_prompts: users * each },
    },
  ];
}
