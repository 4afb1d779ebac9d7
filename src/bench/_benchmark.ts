/** A made-up benchmark for tests of its presentation. */
import { calculateMetrics } from "./metrics.ts";
import { settingsOf } from "./_settings.ts";
import type { Benchmark } from "./result.ts";

/** Two requests, one of them failed, measured with these arguments. */
export function benchmarkOf(text: string, change: Partial<Benchmark> = {}): Benchmark {
  const settings = settingsOf(text);
  const { percents, objectives } = settings.report;
  const good = {
    success: true,
    error: "",
    promptTokens: 8,
    outputTokens: 3,
    startS: 100,
    queueS: 0.5,
    ttftS: 0.25,
    itlS: [0.25, 0.5],
    latencyS: 1,
    text: "abc",
  };
  const bad = { ...good, success: false, error: "HTTP 500", itlS: [], latencyS: 0, text: "" };
  const outcomes = [good, { ...bad, ttftS: 0, outputTokens: 0 }];
  return {
    settings,
    date: "20250102-030405",
    modelId: "org/model",
    metrics: calculateMetrics(outcomes, { durationS: 2, percents, objectives }),
    outcomes,
    rateChanges: [],
    specDecode: null,
    ...change,
  };
}

/** What speculative decoding may have been. */
export const SPEC_DECODE = {
  drafts: 10,
  draftTokens: 20,
  acceptedTokens: 15,
  acceptanceRate: 75,
  acceptanceLength: 2.5,
  acceptedShareAt: [0.9, 0.6],
};
