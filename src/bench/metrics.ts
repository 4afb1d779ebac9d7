/** From the outcomes of the requests to the numbers of a benchmark, with the definitions of `vllm bench serve`. */
import {
  countGood,
  hasObjectives,
  type Objectives,
  type RequestTimes,
} from "./settings/goodput.ts";
import type { Outcome } from "./outcome.ts";
import { type Peaks, peaks } from "./peaks.ts";
import { describe, type Distribution } from "./statistics.ts";

/** Names of the latency metrics in the order of the result. */
export const LATENCIES = [
  "ttft",
  "tpot",
  "itl",
  "e2el",
  "client_queue_time",
  "e2el_including_client_queue",
] as const;

/** A latency metric. */
export type Latency = typeof LATENCIES[number];

/** The numbers of one benchmark. Throughputs are per second, latencies in milliseconds. */
export interface Metrics {
  readonly durationS: number;
  readonly completed: number;
  readonly failed: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Answer tokens of every request, 0 for a failed one. */
  readonly outputLengths: readonly number[];
  readonly requestThroughput: number;
  /** null if no objective was given. */
  readonly requestGoodput: number | null;
  readonly outputThroughput: number;
  readonly totalTokenThroughput: number;
  readonly peaks: Peaks;
  readonly latenciesMs: Readonly<Record<Latency, Distribution>>;
}

/** What the numbers are computed for. */
export interface MetricsOptions {
  /** Length of the run. */
  readonly durationS: number;
  /** Which percentiles, 0 to 100. */
  readonly percents: readonly number[];
  readonly objectives: Objectives;
}

/**
 * The metrics of a run. Definitions: TTFT is the time to the first token; E2EL the time to the last token; TPOT is
 * (E2EL - TTFT) / (tokens - 1) of each request with more than one token; ITL is every gap between two chunks of a request.
 */
export function calculateMetrics(
  outcomes: readonly Outcome[],
  options: MetricsOptions,
): Metrics {
  const { durationS, percents, objectives } = options;
  const done = outcomes.filter((outcome) => outcome.success);
  const tpotS: number[] = [];
  const itlS: number[] = [];
  const times: RequestTimes[] = [];
  let inputTokens = 0;
  let outputTokens = 0;
  for (const outcome of done) {
    let tpot = 0;
    if (outcome.outputTokens > 1) {
      tpot = (outcome.latencyS - outcome.ttftS) / (outcome.outputTokens - 1);
      tpotS.push(tpot);
    }
    for (const gapS of outcome.itlS) itlS.push(gapS);
    times.push({ ttft: outcome.ttftS, tpot, e2el: outcome.latencyS });
    inputTokens += outcome.promptTokens;
    outputTokens += outcome.outputTokens;
  }
  const inMs = (valuesS: readonly number[]): Distribution => milliseconds(valuesS, percents);
  return {
    durationS,
    completed: done.length,
    failed: outcomes.length - done.length,
    inputTokens,
    outputTokens,
    outputLengths: outcomes.map((outcome) => outcome.success ? outcome.outputTokens : 0),
    requestThroughput: done.length / durationS,
    requestGoodput: hasObjectives(objectives) ? countGood(times, objectives) / durationS : null,
    outputThroughput: outputTokens / durationS,
    totalTokenThroughput: (inputTokens + outputTokens) / durationS,
    peaks: peaks(outcomes),
    latenciesMs: {
      ttft: inMs(done.map((outcome) => outcome.ttftS)),
      tpot: inMs(tpotS),
      itl: inMs(itlS),
      e2el: inMs(done.map((outcome) => outcome.latencyS)),
      client_queue_time: inMs(done.map((outcome) => outcome.queueS)),
      e2el_including_client_queue: inMs(done.map((outcome) => outcome.latencyS + outcome.queueS)),
    },
  };
}

/** Scaled after the statistics, as the reference does, so that the last bit agrees with it. */
function milliseconds(valuesS: readonly number[], percents: readonly number[]): Distribution {
  const seconds = describe(valuesS, percents);
  return {
    mean: seconds.mean * 1000,
    median: seconds.median * 1000,
    std: seconds.std * 1000,
    percentiles: seconds.percentiles.map(({ percent, value }) => ({
      percent,
      value: value * 1000,
    })),
  };
}
