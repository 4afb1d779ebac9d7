/** How long one engine step takes: a roofline over memory, arithmetic and link, plus the host. Sources: MODEL.md. */
import type { EngineConfig } from "./config.ts";
import type { Gpu } from "./hardware.ts";
import { embedding, kvBytesPerToken, layerParameters, readParameters } from "./profile.ts";

/** What one step has to do. */
export interface StepLoad {
  /** Sequences in the batch. */
  readonly sequences: number;
  /** Tokens computed, decode and prefill together. */
  readonly tokens: number;
  /** Sequences that get a token from this step. */
  readonly sampled: number;
  /** Tokens of prefill chunks among `tokens`. */
  readonly prefillTokens: number;
  /** Sum over decoding sequences of the tokens whose keys and values they read. */
  readonly decodeContext: number;
  /** Sum over prefill tokens of the tokens that each attends to. */
  readonly prefillContext: number;
}

/** Part of the peak memory bandwidth that decode kernels reach. */
export const MEMORY_EFFICIENCY = 0.8;
/** Part of the peak arithmetic that large matrix multiplications reach. */
export const COMPUTE_EFFICIENCY = 0.65;
/** Part of the link bandwidth that large all-reduces reach. */
export const LINK_EFFICIENCY = 0.7;
/** Fixed part of every step: launch of the graph, sampling kernels, hand-over of the output. */
export const STEP_SECONDS = 0.85e-3;
/** Extra fixed part of a step with prefill: no full graph, metadata of the attention. */
export const PREFILL_STEP_SECONDS = 3e-3;
/** Host work per step and per sequence: scheduler, input preparation, output processing. */
export const HOST_STEP_SECONDS = 1e-3;
export const HOST_SEQUENCE_SECONDS = 8e-6;
/** Eager mode: kernels per layer and host time to launch each. */
export const KERNELS_PER_LAYER = 14;
export const LAUNCH_SECONDS = 20e-6;
/** Passes of the sampler over the float32 logits. */
export const SAMPLER_PASSES = 5;
/** Latency of one small all-reduce, and of passing activations to the next pipeline stage. */
export const ALL_REDUCE_SECONDS = 8e-6;
export const STAGE_SECONDS = 50e-6;
/** All-reduces per layer with tensor parallelism: after attention and after the MLP. */
const ALL_REDUCES_PER_LAYER = 2;

/**
 * Seconds of one step without noise and time scale.
 *
 * Linear layers take the larger of reading the weights and multiplying: that is the throughput knee. Attention comes
 * on top, for decode as reading keys and values, for prefill as arithmetic. Tensor parallelism divides all of it and
 * adds the all-reduces. Pipeline stages work on different sequences at a time, so they divide all but the weights.
 */
export function stepSeconds(load: StepLoad, config: EngineConfig, gpu: Gpu): number {
  const { profile, tensorParallel } = config;
  const bandwidth = gpu.bytesPerSecond * MEMORY_EFFICIENCY * tensorParallel;
  const flops = gpu.flopsPerSecond[config.weights.rate] * COMPUTE_EFFICIENCY * tensorParallel;
  // Keys and values are computed in 16 bit also where the weights are smaller.
  const attentionFlops = Math.min(
    gpu.flopsPerSecond.fp16 * COMPUTE_EFFICIENCY * tensorParallel,
    flops,
  );
  const stages = Math.min(config.pipelineParallel, load.sequences);

  const read = readParameters(profile) * config.weights.bytes / bandwidth;
  const multiply = 2 *
    (layerParameters(profile) * load.tokens + embedding(profile) * load.sampled) / flops / stages;
  // More GPUs than key-value heads hold copies of them: reading gets no faster.
  const kvBandwidth = bandwidth * Math.min(1, profile.kvHeads / tensorParallel);
  const decodeAttention = load.decodeContext * kvBytesPerToken(profile, config.kvElementBytes) /
    kvBandwidth / stages;
  const prefillAttention = 4 * profile.layers * profile.attentionHeads * profile.headDim *
    load.prefillContext / attentionFlops / stages;
  const sampler = SAMPLER_PASSES * 4 * profile.vocabulary * load.sampled / bandwidth;
  const gpuSeconds = Math.max(read, multiply) + decodeAttention + prefillAttention + sampler +
    communication(load.tokens / stages, config, gpu);

  const launch = config.eager ? profile.layers * KERNELS_PER_LAYER * LAUNCH_SECONDS : 0;
  const device = Math.max(gpuSeconds, launch) + STEP_SECONDS +
    (load.prefillTokens > 0 ? PREFILL_STEP_SECONDS : 0);
  const host = HOST_STEP_SECONDS + HOST_SEQUENCE_SECONDS * load.sequences;
  return config.asyncScheduling ? Math.max(device, host) : device + host;
}

function communication(tokens: number, config: EngineConfig, gpu: Gpu): number {
  const { profile, tensorParallel, pipelineParallel } = config;
  const stages = (pipelineParallel - 1) * STAGE_SECONDS;
  if (tensorParallel === 1) return stages;
  // A ring all-reduce sends 2 (n - 1) / n of the data over each link.
  const bytes = tokens * profile.hidden * 2 * 2 * (tensorParallel - 1) / tensorParallel;
  const transfer = bytes / (gpu.linkBytesPerSecond * LINK_EFFICIENCY);
  return stages + profile.layers * ALL_REDUCES_PER_LAYER * (ALL_REDUCE_SECONDS + transfer);
}
