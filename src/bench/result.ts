/** The result file: the keys of `vllm bench serve --save-result` in their order. */
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { float } from "./float.ts";
import { LATENCIES, type Latency, type Metrics } from "./metrics.ts";
import type { Outcome } from "./outcome.ts";
import type { RateChange } from "./ramp_log.ts";
import type { Settings } from "./settings/settings.ts";
import type { SpecDecode } from "./spec_decode.ts";

/** Everything a result is made of. */
export interface Benchmark {
  readonly settings: Settings;
  /** Local time, `%Y%m%d-%H%M%S`. */
  readonly date: string;
  readonly modelId: string;
  readonly metrics: Metrics;
  readonly outcomes: readonly Outcome[];
  readonly rateChanges: readonly RateChange[];
  /** null if the server did not decode speculatively. */
  readonly specDecode: SpecDecode | null;
}

/** The latency metrics to report, in order. Times in the queue exist only where a limit makes requests wait. */
export function reportedLatencies(settings: Settings): Latency[] {
  const limited = settings.maxConcurrency !== null;
  return LATENCIES.filter((name) =>
    settings.report.metrics.includes(name) &&
    (name !== "client_queue_time" || limited) &&
    (name !== "e2el_including_client_queue" ||
      limited && Number.isFinite(settings.traffic.requestRate))
  );
}

/** `99` or `99.9`. */
export function percentWord(percent: number): string {
  return String(percent);
}

/** The result as JSON. The lists with an entry for each request are only in a detailed one. */
export function resultJson(benchmark: Benchmark): JsonObject {
  const { settings, metrics } = benchmark;
  const result: JsonObject = new Map<string, Json>([
    ...head(benchmark),
    ...settings.report.metadata,
    ...load(settings),
    ...totals(metrics),
  ]);
  if (settings.report.detailed) {
    for (const [key, value] of lists(benchmark)) result.set(key, value);
  }
  result.set("max_output_tokens_per_s", float(metrics.peaks.outputTokensPerS));
  result.set("max_concurrent_requests", JsonNumber.of(metrics.peaks.concurrentRequests));
  for (const [key, value] of extras(benchmark)) result.set(key, value);
  for (const name of reportedLatencies(settings)) {
    const { mean, median, std, percentiles } = metrics.latenciesMs[name];
    result.set(`mean_${name}_ms`, float(mean));
    result.set(`median_${name}_ms`, float(median));
    result.set(`std_${name}_ms`, float(std));
    for (const { percent, value } of percentiles) {
      result.set(`p${percentWord(percent)}_${name}_ms`, float(value));
    }
  }
  return result;
}

type Members = readonly (readonly [string, Json])[];

function head({ settings, date, modelId }: Benchmark): Members {
  const tokenizer = settings.tokenizer ?? modelId;
  return [
    ["date", date],
    ["endpoint_type", settings.backend],
    ["backend", settings.backend],
    ["label", settings.report.label],
    ["model_id", modelId],
    ["tokenizer_id", settings.skipTokenizer ? null : tokenizer],
    ["num_prompts", JsonNumber.of(settings.prompts.count)],
  ];
}

function load({ traffic, maxConcurrency }: Settings): Members {
  const { requestRate, burstiness, rampUp } = traffic;
  const members: Members = [
    ["request_rate", Number.isFinite(requestRate) ? float(requestRate) : "inf"],
    ["burstiness", float(burstiness)],
    ["max_concurrency", maxConcurrency === null ? null : JsonNumber.of(maxConcurrency)],
  ];
  if (rampUp === null) return members;
  return [
    ...members,
    ["ramp_up_strategy", rampUp.strategy],
    ["ramp_up_start_rps", JsonNumber.of(rampUp.startRps)],
    ["ramp_up_end_rps", JsonNumber.of(rampUp.endRps)],
  ];
}

function totals(metrics: Metrics): Members {
  const goodput = metrics.requestGoodput;
  return [
    ["duration", float(metrics.durationS)],
    ["completed", JsonNumber.of(metrics.completed)],
    ["failed", JsonNumber.of(metrics.failed)],
    ["total_input_tokens", JsonNumber.of(metrics.inputTokens)],
    ["total_output_tokens", JsonNumber.of(metrics.outputTokens)],
    ["request_throughput", float(metrics.requestThroughput)],
    ["request_goodput", goodput === null ? null : float(goodput)],
    ["output_throughput", float(metrics.outputThroughput)],
    ["total_token_throughput", float(metrics.totalTokenThroughput)],
  ];
}

function lists({ outcomes, metrics }: Benchmark): Members {
  return [
    ["input_lens", outcomes.map((outcome) => JsonNumber.of(outcome.promptTokens))],
    ["output_lens", metrics.outputLengths.map((length) => JsonNumber.of(length))],
    ["ttfts", outcomes.map((outcome) => float(outcome.ttftS))],
    ["itls", outcomes.map((outcome) => outcome.itlS.map(float))],
    ["latencies", outcomes.map((outcome) => float(outcome.latencyS))],
    ["start_times", outcomes.map((outcome) => float(outcome.startS))],
    ["queue_times", outcomes.map((outcome) => float(outcome.queueS))],
    ["generated_texts", outcomes.map((outcome) => outcome.text)],
    ["errors", outcomes.map((outcome) => outcome.error)],
  ];
}

function extras({ rateChanges, specDecode }: Benchmark): Members {
  const members: [string, Json][] = [];
  if (rateChanges.length > 0) {
    const changes = rateChanges.map(({ rps, timestamp }): JsonObject =>
      new Map<string, Json>([["rps", JsonNumber.of(rps)], ["timestamp", timestamp]])
    );
    members.push(["rps_change_events", changes]);
  }
  if (specDecode !== null) {
    members.push(
      ["spec_decode_acceptance_rate", float(specDecode.acceptanceRate)],
      ["spec_decode_acceptance_length", float(specDecode.acceptanceLength)],
      ["spec_decode_num_drafts", JsonNumber.of(specDecode.drafts)],
      ["spec_decode_draft_tokens", JsonNumber.of(specDecode.draftTokens)],
      ["spec_decode_accepted_tokens", JsonNumber.of(specDecode.acceptedTokens)],
      ["spec_decode_per_position_acceptance_rates", specDecode.acceptedShareAt.map(float)],
    );
  }
  return members;
}
