/** Engines and requests for the tests of this folder. */
import type { EngineConfig } from "./config.ts";
import { Engine } from "./engine.ts";
import { H100 } from "./hardware.ts";
import { planMemory } from "./memory.ts";
import { DEFAULT_PROFILE } from "./profile.ts";
import type { SequenceRequest } from "./sequence.ts";
import { uniform } from "./noise.ts";
import type { Arrival } from "./_virtual_run.ts";

/** An 8B model on one GPU with vLLM's defaults, without noise. */
export function config(changes: Partial<EngineConfig> = {}): EngineConfig {
  return {
    profile: DEFAULT_PROFILE,
    weights: { bytes: 2, rate: "fp16" },
    kvElementBytes: 2,
    tensorParallel: 1,
    pipelineParallel: 1,
    maxNumSeqs: 1024,
    maxNumBatchedTokens: 8192,
    maxModelLen: 8192,
    blockSize: 16,
    prefixCaching: true,
    chunkedPrefill: true,
    longPrefillThreshold: 0,
    gpuMemoryUtilization: 0.92,
    kvCacheBytes: undefined,
    kvBlocks: undefined,
    eager: false,
    asyncScheduling: true,
    seed: 0,
    noise: 0,
    drift: 0,
    slowdown: 1,
    timeScale: 1,
    ...changes,
  };
}

export function engine(changes: Partial<EngineConfig> = {}): Engine {
  const resolved = config(changes);
  return new Engine(resolved, planMemory(resolved, H100).blocks);
}

/** A request whose prompt is random but the same for the same seed. */
export function request(promptLength: number, maxTokens: number, seed: number): SequenceRequest {
  const random = uniform(seed);
  const prompt = Array.from({ length: promptLength }, () => Math.floor(random() * 30_000));
  return { prompt, maxTokens, tokenAt: (position) => position };
}

/** `count` different requests that arrive together. */
export function burst(count: number, promptLength: number, maxTokens: number, seed = 1): Arrival[] {
  return Array.from({ length: count }, (_, index) => ({
    seconds: 0,
    request: request(promptLength, maxTokens, seed * 100_000 + index),
  }));
}
