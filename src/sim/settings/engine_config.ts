/** The engine settings of a command line, with vLLM's defaults and its checks. */
import type { OptionValues } from "../../cli/read.ts";
import type { EngineConfig, NumberFormat } from "../model/config.ts";
import { GPUS_PER_NODE } from "../model/hardware.ts";
import { profileFor } from "../model/profile.ts";
import { humanInteger } from "./human_integer.ts";

/** vLLM's defaults for its API server on a GPU of 70 GiB and more. */
const DEFAULT_MAX_NUM_SEQS = 1024;
const DEFAULT_MAX_NUM_BATCHED_TOKENS = 8192;

/** Settings that contradict one another or the model. vLLM starts, says so in its log and exits with 1. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/**
 * Resolves the engine settings for a model.
 *
 * @throws {ConfigError} With vLLM's message, if they cannot be served.
 * @throws {UsageError} If a length is not a number.
 */
export function engineConfig(values: OptionValues, model: string): EngineConfig {
  const profile = profileFor(model);
  const chunkedPrefill = values.boolean("enable-chunked-prefill");
  const maxModelLen = length(values, "max-model-len") ?? profile.maxPositions;
  const givenSeqs = values.optionalInteger("max-num-seqs");
  const maxNumBatchedTokens = length(values, "max-num-batched-tokens") ?? Math.min(
    chunkedPrefill
      ? DEFAULT_MAX_NUM_BATCHED_TOKENS
      : Math.max(DEFAULT_MAX_NUM_BATCHED_TOKENS, maxModelLen),
    (givenSeqs ?? DEFAULT_MAX_NUM_SEQS) * maxModelLen,
  );
  const config: EngineConfig = {
    profile,
    weights: weightFormat(values),
    kvElementBytes: values.string("kv-cache-dtype").startsWith("fp8") ? 1 : cacheBytes(values),
    tensorParallel: values.integer("tensor-parallel-size"),
    pipelineParallel: values.integer("pipeline-parallel-size"),
    maxNumSeqs: givenSeqs ?? Math.min(DEFAULT_MAX_NUM_SEQS, maxNumBatchedTokens),
    maxNumBatchedTokens,
    maxModelLen,
    blockSize: values.integer("block-size"),
    prefixCaching: values.boolean("enable-prefix-caching"),
    chunkedPrefill,
    longPrefillThreshold: values.integer("long-prefill-token-threshold"),
    gpuMemoryUtilization: values.number("gpu-memory-utilization"),
    kvCacheBytes: length(values, "kv-cache-memory-bytes"),
    kvBlocks: values.optionalInteger("num-gpu-blocks-override") ?? undefined,
    eager: values.boolean("enforce-eager"),
    asyncScheduling: values.boolean("async-scheduling"),
    seed: values.integer("seed"),
    noise: values.number("sim-noise"),
    drift: values.number("sim-drift"),
    timeScale: values.number("sim-time-scale"),
  };
  check(config, values.integer("data-parallel-size"));
  return config;
}

function length(values: OptionValues, name: string): number | undefined {
  const text = values.optionalString(name);
  return text === null ? undefined : humanInteger(name, text);
}

function weightFormat(values: OptionValues): NumberFormat {
  const quantization = values.optionalString("quantization");
  if (quantization === "fp8") return { bytes: 1, rate: "fp8" };
  // Four bits and a scale of 16 bits for each group of 32 to 128 weights; multiplied in 16 bit.
  if (quantization !== null) return { bytes: 0.5625, rate: "fp16" };
  return isSinglePrecision(values) ? { bytes: 4, rate: "fp32" } : { bytes: 2, rate: "fp16" };
}

function cacheBytes(values: OptionValues): number {
  return values.string("kv-cache-dtype") === "auto" && isSinglePrecision(values) ? 4 : 2;
}

function isSinglePrecision(values: OptionValues): boolean {
  return ["float", "float32"].includes(values.string("dtype"));
}

function check(config: EngineConfig, dataParallel: number): void {
  const { profile, maxModelLen, maxNumBatchedTokens, maxNumSeqs, tensorParallel } = config;
  if (maxModelLen > profile.maxPositions) {
    throw new ConfigError(
      `User-specified max_model_len (${maxModelLen}) is greater than the derived max_model_len ` +
        `(max_position_embeddings=${profile.maxPositions} or model_max_length=None in model's config.json). ` +
        "To allow overriding this maximum, set the env var VLLM_ALLOW_LONG_MAX_MODEL_LEN=1",
    );
  }
  if (!config.chunkedPrefill && maxNumBatchedTokens < maxModelLen) {
    throw new ConfigError(
      `max_num_batched_tokens (${maxNumBatchedTokens}) is smaller than max_model_len (${maxModelLen}). ` +
        "This effectively limits the maximum sequence length to max_num_batched_tokens and makes vLLM reject " +
        "longer sequences. Please increase max_num_batched_tokens or decrease max_model_len.",
    );
  }
  if (maxNumBatchedTokens < maxNumSeqs) {
    throw new ConfigError(
      `max_num_batched_tokens (${maxNumBatchedTokens}) must be greater than or equal to ` +
        `max_num_seqs (${maxNumSeqs}).`,
    );
  }
  if (config.longPrefillThreshold > maxModelLen) {
    throw new ConfigError(
      `long_prefill_token_threshold (${config.longPrefillThreshold}) cannot be greater than ` +
        `the max_model_len (${maxModelLen}).`,
    );
  }
  if (profile.attentionHeads % tensorParallel !== 0) {
    throw new ConfigError(
      `Total number of attention heads (${profile.attentionHeads}) must be divisible by ` +
        `tensor parallel size (${tensorParallel}).`,
    );
  }
  const world = tensorParallel * config.pipelineParallel * dataParallel;
  if (world > GPUS_PER_NODE) {
    throw new ConfigError(
      `World size (${world}) is larger than the number of available GPUs (${GPUS_PER_NODE}) in this node. ` +
        "If this is intentional and you are using:\n- ray, set '--distributed-executor-backend ray'.\n" +
        "- multiprocessing, set '--nnodes' appropriately.",
    );
  }
}
