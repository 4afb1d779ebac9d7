/** What fits on the simulated GPUs: weights, working memory, CUDA graphs, and the KV cache in the rest. */
import type { EngineConfig } from "./config.ts";
import { captureSizes } from "./graphs.ts";
import { GIB, type Gpu, MIB } from "./hardware.ts";
import { kvBytesPerToken } from "./profile.ts";

/** CUDA context, libraries and kernels of the process. */
export const CONTEXT_BYTES = 0.6 * GIB;
/** Buffers of the collective library, per process of a group. */
export const COLLECTIVE_BYTES = 0.9 * GIB;
/** Memory of one captured CUDA graph. */
export const GRAPH_BYTES = 7.3 * MIB;
/** Copies of the float32 logits that the sampler holds at its peak. */
export const SAMPLER_COPIES = 3;

/** Bytes per GPU. */
export interface MemoryPlan {
  readonly weights: number;
  readonly activations: number;
  readonly context: number;
  readonly graphs: number;
  readonly kvCache: number;
  /** KV cache in blocks and tokens, of one engine. */
  readonly blocks: number;
  readonly tokens: number;
}

/** The engine does not fit. The message is what vLLM says in that case. */
export class MemoryError extends Error {
  override name = "MemoryError";

  /** @param kind Python class of the error in vLLM's log. */
  constructor(readonly kind: string, message: string) {
    super(message);
  }
}

/**
 * Divides the memory of one GPU of the engine.
 *
 * @throws {MemoryError} If the weights, the sampler or one sequence of the longest length do not fit.
 */
export function planMemory(config: EngineConfig, gpu: Gpu): MemoryPlan {
  const { profile, tensorParallel, pipelineParallel } = config;
  const requested = gpu.totalBytes * config.gpuMemoryUtilization;
  if (requested > gpu.freeBytes) {
    throw new MemoryError(
      "ValueError",
      `Free memory on device cuda:0 (${gib(gpu.freeBytes)}/${
        gib(gpu.totalBytes)
      } GiB) on startup ` +
        `is less than desired GPU memory utilization (${config.gpuMemoryUtilization}, ` +
        `${
          gib(requested)
        } GiB). Decrease GPU memory utilization or reduce GPU memory used by other processes.`,
    );
  }
  const shards = tensorParallel * pipelineParallel;
  const weights = profile.parameters * config.weights.bytes / shards;
  const context = CONTEXT_BYTES + (shards > 1 ? COLLECTIVE_BYTES : 0);
  if (weights + context > gpu.freeBytes) throw outOfMemory(weights, gpu);

  // Gate, up and down projection of the MLP and a few hidden states live at the same time.
  const perToken = (2 * profile.intermediate / tensorParallel + 4 * profile.hidden) * 2;
  const sampler = config.maxNumSeqs * profile.vocabulary * 4 * SAMPLER_COPIES;
  const activations = config.maxNumBatchedTokens * perToken + sampler;
  if (weights + context + activations > gpu.freeBytes) {
    throw new MemoryError(
      "RuntimeError",
      `CUDA out of memory occurred when warming up sampler with ${config.maxNumSeqs} dummy requests. ` +
        "Please try lowering `max_num_seqs` or `gpu_memory_utilization` when initializing the engine.",
    );
  }
  const graphs = captureSizes(config).length * GRAPH_BYTES;
  const kvCache = config.kvCacheBytes ?? requested - weights - context - activations - graphs;
  const blockBytes = config.blockSize * kvBytesPerToken(profile, config.kvElementBytes) /
    (Math.min(tensorParallel, profile.kvHeads) * pipelineParallel);
  const blocks = config.kvBlocks ?? Math.max(0, Math.floor(kvCache / blockBytes));
  checkLongestSequence(config, kvCache, blocks, blockBytes);
  return {
    weights,
    activations,
    context,
    graphs,
    kvCache,
    blocks,
    tokens: blocks * config.blockSize,
  };
}

function checkLongestSequence(
  config: EngineConfig,
  kvCache: number,
  blocks: number,
  blockBytes: number,
): void {
  const advice =
    "See https://docs.vllm.ai/en/latest/configuration/conserving_memory/ for more details.";
  if (blocks === 0) {
    throw new MemoryError(
      "ValueError",
      "No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when " +
        `initializing the engine. ${advice}`,
    );
  }
  const needed = Math.ceil(config.maxModelLen / config.blockSize);
  if (needed <= blocks) return;
  throw new MemoryError(
    "ValueError",
    `To serve at least one request with the models's max seq len (${config.maxModelLen}), ` +
      `(${
        gib(needed * blockBytes)
      } GiB KV cache is needed, which is larger than the available KV cache ` +
      `memory (${
        gib(Math.min(kvCache, blocks * blockBytes))
      } GiB). Based on the available memory, the ` +
      `estimated maximum model length is ${blocks * config.blockSize}. Try increasing ` +
      `\`gpu_memory_utilization\` or decreasing \`max_model_len\` when initializing the engine. ${advice}`,
  );
}

/** What PyTorch says when an allocation of the weights fails. */
export function outOfMemory(weights: number, gpu: Gpu): MemoryError {
  return new MemoryError(
    "torch.OutOfMemoryError",
    `CUDA out of memory. Tried to allocate ${
      gib(weights / 64)
    } GiB. GPU 0 has a total capacity of ` +
      `${gib(gpu.totalBytes)} GiB of which ${
        gib(Math.min(0.2 * GIB, weights / 128))
      } GiB is free. ` +
      "If reserved but unallocated memory is large try setting " +
      "PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True to avoid fragmentation.",
  );
}

/** Bytes as GiB with two digits. */
export function gib(bytes: number): string {
  return (bytes / GIB).toFixed(2);
}
