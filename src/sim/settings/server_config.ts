/** What the simulated server says of its configuration: the part of vLLM's that it has, under vLLM's names. */
import { fnv1a } from "../model/fnv1a.ts";
import type { MemoryPlan } from "../model/memory.ts";
import type { SimSettings } from "./settings.ts";

/** `vllm_config` of `/server_info`. */
export type ServerConfig = ReturnType<typeof serverConfig>;

const DTYPES: Readonly<Record<string, string>> = {
  half: "torch.float16",
  float16: "torch.float16",
  float: "torch.float32",
  float32: "torch.float32",
};

/** The configuration as it took effect. */
export function serverConfig(settings: SimSettings, memory: MemoryPlan) {
  const { engine, engineArgs, model, servedNames } = settings;
  return {
    model_config: {
      model,
      served_model_name: servedNames[0]!,
      dtype: DTYPES[engineArgs.dtype] ?? "torch.bfloat16",
      quantization: engineArgs.quantization,
      max_model_len: engine.maxModelLen,
      enforce_eager: engine.eager,
      seed: engine.seed,
    },
    cache_config: {
      block_size: engine.blockSize,
      cache_dtype: engineArgs.kvCacheDtype,
      enable_prefix_caching: engine.prefixCaching,
      gpu_memory_utilization: engine.gpuMemoryUtilization,
      num_gpu_blocks_override: engine.kvBlocks ?? null,
      kv_cache_memory_bytes: engine.kvCacheBytes ?? null,
      num_gpu_blocks: memory.blocks,
      kv_cache_size_tokens: memory.tokens,
      kv_cache_max_concurrency: memory.tokens / engine.maxModelLen,
    },
    parallel_config: {
      tensor_parallel_size: engine.tensorParallel,
      pipeline_parallel_size: engine.pipelineParallel,
      data_parallel_size: settings.dataParallel,
    },
    scheduler_config: {
      max_num_seqs: engine.maxNumSeqs,
      max_num_batched_tokens: engine.maxNumBatchedTokens,
      enable_chunked_prefill: engine.chunkedPrefill,
      long_prefill_token_threshold: engine.longPrefillThreshold,
      async_scheduling: engine.asyncScheduling,
      stream_interval: settings.streamInterval,
    },
    load_config: { load_format: settings.loadWeights ? "auto" : "dummy" },
    speculative_config: null,
    lora_config: null,
  };
}

/** `system_fingerprint` of every answer: version, parallelism and a hash of the configuration, `vllm-0.32.0-tp2-0123abcd`. */
export function fingerprint(config: ServerConfig, version: string): string {
  const { tensor_parallel_size, pipeline_parallel_size, data_parallel_size } =
    config.parallel_config;
  const sizes = { tp: tensor_parallel_size, pp: pipeline_parallel_size, dp: data_parallel_size };
  const parallel = Object.entries(sizes).map(([name, size]) => size > 1 ? `-${name}${size}` : "");
  const hash = fnv1a(JSON.stringify(config)).toString(16).padStart(8, "0");
  return `vllm-${version}+sim${parallel.join("")}-${hash}`;
}
