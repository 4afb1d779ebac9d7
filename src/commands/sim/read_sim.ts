/** Reads the command line of `servesweep sim`. */
import type { OptionValues } from "../../cli/read.ts";
import { UsageError } from "../../lib/errors.ts";
import {
  DTYPES,
  type EngineArgs,
  KV_CACHE_DTYPES,
  QUANTIZATIONS,
} from "../../sim/settings/engine_config.ts";
import { type SimArgs, STARTUP_ERRORS } from "../../sim/settings/settings.ts";
import { humanInteger } from "./human_integer.ts";

/** @throws {UsageError} If a length is none, or both kinds of death are asked for. */
export function readSim(values: OptionValues): SimArgs {
  const failAfter = values.optionalInteger("sim-fail-after");
  const deadAfter = values.optionalInteger("sim-dead-engine-after");
  if (failAfter !== null && deadAfter !== null) {
    throw new UsageError(
      "--sim-fail-after and --sim-dead-engine-after exclude each other: the server either exits or stays; give one",
    );
  }
  return {
    model: values.optionalWord("MODEL") ?? values.string("model"),
    servedNames: values.list("served-model-name"),
    host: values.string("host"),
    port: values.integer("port"),
    apiKeys: values.list("api-key"),
    engine: readEngine(values),
    dataParallel: values.integer("data-parallel-size"),
    streamInterval: values.integer("stream-interval"),
    loadWeights: values.string("load-format") !== "dummy",
    logStats: !values.boolean("disable-log-stats"),
    logRequests: values.boolean("enable-log-requests"),
    accessLog: !values.boolean("disable-uvicorn-access-log"),
    promptTokensDetails: values.boolean("enable-prompt-tokens-details"),
    startupSeconds: values.optionalNumber("sim-startup-time"),
    startupError: values.optionalChoice("sim-startup-error", STARTUP_ERRORS),
    failAfter: failAfter ?? deadAfter,
    keepAliveOnDeath: deadAfter !== null,
  };
}

function readEngine(values: OptionValues): EngineArgs {
  return {
    maxModelLen: length(values, "max-model-len"),
    maxNumSeqs: values.optionalInteger("max-num-seqs"),
    maxNumBatchedTokens: length(values, "max-num-batched-tokens"),
    dtype: values.choice("dtype", DTYPES),
    quantization: values.optionalChoice("quantization", QUANTIZATIONS),
    kvCacheDtype: values.choice("kv-cache-dtype", KV_CACHE_DTYPES),
    tensorParallel: values.integer("tensor-parallel-size"),
    pipelineParallel: values.integer("pipeline-parallel-size"),
    blockSize: values.integer("block-size"),
    prefixCaching: values.boolean("enable-prefix-caching"),
    chunkedPrefill: values.boolean("enable-chunked-prefill"),
    longPrefillThreshold: values.integer("long-prefill-token-threshold"),
    gpuMemoryUtilization: values.number("gpu-memory-utilization"),
    kvCacheBytes: length(values, "kv-cache-memory-bytes") ?? undefined,
    kvBlocks: values.optionalInteger("num-gpu-blocks-override") ?? undefined,
    eager: values.boolean("enforce-eager"),
    asyncScheduling: values.boolean("async-scheduling"),
    seed: values.integer("seed"),
    noise: values.number("sim-noise"),
    drift: values.number("sim-drift"),
    timeScale: values.number("sim-time-scale"),
  };
}

function length(values: OptionValues, name: string): number | null {
  const text = values.optionalString(name);
  return text === null ? null : humanInteger(name, text);
}
