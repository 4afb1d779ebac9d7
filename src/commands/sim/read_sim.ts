/** Reads the command line of `servesweep sim`. */
import type { OptionValues } from "../../cli/read.ts";
import { UsageError } from "../../lib/errors.ts";
import {
  DTYPES,
  type EngineArgs,
  KV_CACHE_DTYPES,
  QUANTIZATIONS,
} from "../../sim/settings/engine_config.ts";
import { type ArgumentValue, type SimArgs, STARTUP_ERRORS } from "../../sim/settings/settings.ts";
import { humanInteger } from "./human_integer.ts";
import { SIM_OPTIONS } from "./options.ts";

/** @throws {UsageError} If a length is none, or both kinds of death are asked for. */
export function readSim(all: OptionValues): SimArgs {
  const values = all.without(ignoredFlags(all));
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
    startNoise: values.number("sim-start-noise"),
    slowdown: values.number("sim-slowdown"),
    fakeReset: values.boolean("sim-fake-reset"),
    garbage: values.boolean("sim-garbage"),
    nonDefault: nonDefault(values),
  };
}

/** @throws {UsageError} If one is no flag of the server. */
function ignoredFlags(values: OptionValues): string[] {
  return values.list("sim-ignore-flag").map((flag) => {
    const name = flag.replace(/^-+/, "").replaceAll("_", "-");
    if (SIM_OPTIONS.some((option) => option.name === name && !name.startsWith("sim-"))) return name;
    throw new UsageError(
      `--sim-ignore-flag is "${flag}", expected a flag of the server, for example max-num-seqs`,
    );
  });
}

/** What vLLM's line of non-default arguments tells: by the names of its parser. Keys are hidden, as they are there. */
function nonDefault(values: OptionValues): SimArgs["nonDefault"] {
  const model = values.optionalWord("MODEL");
  const told: Record<string, ArgumentValue> = model === null ? {} : { model_tag: model, model };
  for (const option of SIM_OPTIONS) {
    const { name, kind, values: several } = option;
    if (name.startsWith("sim-") || !values.has(name)) continue;
    const text = values.string(name);
    if (text === option.default) continue;
    told[name.replaceAll("-", "_")] = name === "api-key" || name === "hf-token"
      ? "***"
      : kind === "boolean"
      ? values.boolean(name)
      : kind === "integer"
      ? values.integer(name)
      : kind === "number"
      ? values.number(name)
      : LENGTHS.includes(name)
      ? humanInteger(name, text)
      : several === undefined
      ? text
      : [...values.list(name)];
  }
  return told;
}

/** Options that take `8k`. */
const LENGTHS = ["max-model-len", "max-num-batched-tokens", "kv-cache-memory-bytes"];

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
