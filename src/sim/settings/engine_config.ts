/** The engine settings of a command line, with vLLM's defaults and its checks. */
import type { EngineConfig, NumberFormat } from "../model/config.ts";
import { GPUS_PER_NODE } from "../model/hardware.ts";
import { profileFor } from "../model/profile.ts";

/** vLLM's defaults for its API server on a GPU of 70 GiB and more. */
const DEFAULT_MAX_NUM_SEQS = 1024;
const DEFAULT_MAX_NUM_BATCHED_TOKENS = 8192;

/** Settings that contradict one another or the model. vLLM starts, says so in its log and exits with 1. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** Number formats of the weights. */
export const DTYPES = ["auto", "half", "float16", "bfloat16", "float", "float32"] as const;

/** Formats of quantized weights. */
export const QUANTIZATIONS = [
  "fp8",
  "awq",
  "awq_marlin",
  "gptq",
  "gptq_marlin",
  "bitsandbytes",
] as const;

/** Number formats of the KV cache. */
export const KV_CACHE_DTYPES = [
  "auto",
  "float16",
  "bfloat16",
  "fp8",
  "fp8_e4m3",
  "fp8_e5m2",
] as const;

/** The engine as the command line has it. Null: what vLLM makes of the rest. */
export interface EngineArgs extends
  Omit<
    EngineConfig,
    | "profile"
    | "weights"
    | "kvElementBytes"
    | "maxModelLen"
    | "maxNumSeqs"
    | "maxNumBatchedTokens"
    | "slowdown"
  > {
  readonly dtype: typeof DTYPES[number];
  readonly quantization: typeof QUANTIZATIONS[number] | null;
  readonly kvCacheDtype: typeof KV_CACHE_DTYPES[number];
  readonly maxModelLen: number | null;
  readonly maxNumSeqs: number | null;
  readonly maxNumBatchedTokens: number | null;
}

/**
 * Resolves the engine settings for a model.
 *
 * @param dataParallel Engines with a copy of the model each.
 * @throws {ConfigError} With vLLM's message, if they cannot be served.
 */
export function engineConfig(args: EngineArgs, model: string, dataParallel: number): EngineConfig {
  const { dtype, quantization, kvCacheDtype, chunkedPrefill, ...rest } = args;
  const profile = profileFor(model);
  const maxModelLen = args.maxModelLen ?? profile.maxPositions;
  const maxNumBatchedTokens = args.maxNumBatchedTokens ?? Math.min(
    chunkedPrefill
      ? DEFAULT_MAX_NUM_BATCHED_TOKENS
      : Math.max(DEFAULT_MAX_NUM_BATCHED_TOKENS, maxModelLen),
    (args.maxNumSeqs ?? DEFAULT_MAX_NUM_SEQS) * maxModelLen,
  );
  const isSinglePrecision = dtype === "float" || dtype === "float32";
  const config: EngineConfig = {
    ...rest,
    profile,
    weights: weightFormat(quantization, isSinglePrecision),
    kvElementBytes: kvElementBytes(kvCacheDtype, isSinglePrecision),
    maxNumSeqs: args.maxNumSeqs ?? Math.min(DEFAULT_MAX_NUM_SEQS, maxNumBatchedTokens),
    maxNumBatchedTokens,
    maxModelLen,
    chunkedPrefill,
    slowdown: 1,
  };
  check(config, dataParallel);
  return config;
}

function weightFormat(
  quantization: EngineArgs["quantization"],
  isSinglePrecision: boolean,
): NumberFormat {
  if (quantization === "fp8") return { bytes: 1, rate: "fp8" };
  // Four bits and a scale of 16 bits for each group of 32 to 128 weights; multiplied in 16 bit.
  if (quantization !== null) return { bytes: 0.5625, rate: "fp16" };
  return isSinglePrecision ? { bytes: 4, rate: "fp32" } : { bytes: 2, rate: "fp16" };
}

function kvElementBytes(dtype: EngineArgs["kvCacheDtype"], isSinglePrecision: boolean): number {
  if (dtype.startsWith("fp8")) return 1;
  return dtype === "auto" && isSinglePrecision ? 4 : 2;
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
