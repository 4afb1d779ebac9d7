/** Settings of the simulated engine, resolved: every default filled in, every limit checked. Plain data. */
import type { ModelProfile } from "./profile.ts";

/** Bytes and speed of a number format. */
export interface NumberFormat {
  readonly bytes: number;
  /** Which peak rate of the GPU its multiplication reaches. */
  readonly rate: "fp32" | "fp16" | "fp8";
}

export interface EngineConfig {
  readonly profile: ModelProfile;
  readonly weights: NumberFormat;
  /** Bytes of one key or value element. */
  readonly kvElementBytes: number;
  readonly tensorParallel: number;
  readonly pipelineParallel: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly maxModelLen: number;
  readonly blockSize: number;
  readonly prefixCaching: boolean;
  readonly chunkedPrefill: boolean;
  /** Longest prefill chunk of one request while others wait or run; 0 is no limit. */
  readonly longPrefillThreshold: number;
  readonly gpuMemoryUtilization: number;
  /** Fixed size of the KV cache per GPU instead of what profiling leaves. */
  readonly kvCacheBytes: number | undefined;
  /** Fixed number of KV blocks instead of what fits. */
  readonly kvBlocks: number | undefined;
  /** No CUDA graphs: the launch of every kernel counts. */
  readonly eager: boolean;
  /** The next step is scheduled while the GPU works on this one. */
  readonly asyncScheduling: boolean;
  readonly seed: number;
  /** Relative standard deviation of step times. */
  readonly noise: number;
  /** Relative slow-down once warm. */
  readonly drift: number;
  /** Factor on the duration of steps alone. */
  readonly slowdown: number;
  /** Factor on all model times. */
  readonly timeScale: number;
}
