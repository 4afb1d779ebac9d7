/** Options of the scheduler, the memory and the GPUs, as in vLLM. */
import type { Option } from "../../cli/option.ts";
import { KV_CACHE_DTYPES } from "../../sim/settings/engine_config.ts";

const SCHEDULER: readonly Option[] = [
  {
    name: "max-num-seqs",
    kind: "integer",
    min: 1,
    help: "Most sequences in a step; 1024 by default",
    group: "Scheduler",
  },
  {
    name: "max-num-batched-tokens",
    kind: "string",
    metavar: "N",
    help: "Most tokens in a step, also as 2k or 2K; 8192 by default",
    group: "Scheduler",
  },
  {
    name: "enable-chunked-prefill",
    kind: "boolean",
    default: "true",
    help: "Compute a prompt in one step, not in parts together with decoding",
    group: "Scheduler",
  },
  {
    name: "long-prefill-token-threshold",
    kind: "integer",
    min: 0,
    default: "0",
    help: "Longest part of one prompt in a step; 0 is no limit",
    group: "Scheduler",
  },
  {
    name: "async-scheduling",
    kind: "boolean",
    default: "true",
    help: "Schedule a step when the one before has ended, not while the GPU works",
    group: "Scheduler",
  },
  {
    name: "stream-interval",
    kind: "integer",
    min: 1,
    default: "1",
    help: "Tokens per streamed event, after the first",
    group: "Scheduler",
  },
];

const MEMORY: readonly Option[] = [
  {
    name: "gpu-memory-utilization",
    kind: "number",
    min: 0,
    max: 1,
    default: "0.92",
    help: "Part of the 79 GiB of the simulated GPU that may be used",
    group: "Memory",
  },
  {
    name: "kv-cache-memory-bytes",
    kind: "string",
    metavar: "BYTES",
    help: "Size of the KV cache instead of what is left",
    group: "Memory",
  },
  {
    name: "num-gpu-blocks-override",
    kind: "integer",
    min: 1,
    help: "Number of KV blocks instead of what fits",
    group: "Memory",
  },
  {
    name: "block-size",
    kind: "integer",
    min: 1,
    default: "16",
    help: "Tokens per KV block",
    group: "Memory",
  },
  {
    name: "kv-cache-dtype",
    kind: "string",
    choices: KV_CACHE_DTYPES,
    default: "auto",
    help: "Number format of the KV cache",
    group: "Memory",
  },
  {
    name: "enable-prefix-caching",
    kind: "boolean",
    default: "true",
    help: "Compute each prompt anew: keep no KV blocks for prompts that begin the same",
    group: "Memory",
  },
];

const PARALLEL: readonly Option[] = [
  {
    name: "tensor-parallel-size",
    short: "tp",
    kind: "integer",
    min: 1,
    default: "1",
    help: "GPUs that share every layer",
    group: "Parallelism",
  },
  {
    name: "pipeline-parallel-size",
    short: "pp",
    kind: "integer",
    min: 1,
    default: "1",
    help: "Groups of GPUs that share the layers",
    group: "Parallelism",
  },
  {
    name: "data-parallel-size",
    short: "dp",
    kind: "integer",
    min: 1,
    default: "1",
    help: "Engines with a copy of the model each",
    group: "Parallelism",
  },
];

/** All of them, in the order of the help text. */
export const ENGINE_OPTIONS: readonly Option[] = [...SCHEDULER, ...MEMORY, ...PARALLEL];
