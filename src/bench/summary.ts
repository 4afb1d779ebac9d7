/** The table that `vllm bench serve` prints. */
import type { Latency } from "./metrics.ts";
import { type Benchmark, percentWord, reportedLatencies } from "./result.ts";

const WIDTH = 50;

const TITLES: Readonly<Record<Latency, readonly [string, string]>> = {
  ttft: ["TTFT", "Time to First Token"],
  tpot: ["TPOT", "Time per Output Token (excl. 1st token)"],
  itl: ["ITL", "Inter-token Latency"],
  e2el: ["E2EL", "End-to-end Latency"],
  client_queue_time: ["Client Queue Time", "Client-side Queueing"],
  e2el_including_client_queue: [
    "E2EL incl. Client Queue",
    "Queue-inclusive End-to-end Latency",
  ],
};

/** The summary as text, line by line as the reference prints it, so that scripts that search its output go on working. */
export function summaryText(benchmark: Benchmark): string {
  const { settings, metrics, specDecode } = benchmark;
  const { maxConcurrency, traffic } = settings;
  const lines = [
    centred(" Serving Benchmark Result ", "="),
    whole("Successful requests:", metrics.completed),
    whole("Failed requests:", metrics.failed),
  ];
  if (maxConcurrency !== null) lines.push(whole("Maximum request concurrency:", maxConcurrency));
  if (Number.isFinite(traffic.requestRate)) {
    lines.push(decimal("Request rate configured (RPS):", traffic.requestRate));
  }
  lines.push(
    decimal("Benchmark duration (s):", metrics.durationS),
    whole("Total input tokens:", metrics.inputTokens),
    whole("Total generated tokens:", metrics.outputTokens),
    decimal("Request throughput (req/s):", metrics.requestThroughput),
  );
  if (metrics.requestGoodput !== null) {
    lines.push(decimal("Request goodput (req/s):", metrics.requestGoodput));
  }
  lines.push(
    decimal("Output token throughput (tok/s):", metrics.outputThroughput),
    decimal("Peak output token throughput (tok/s):", metrics.peaks.outputTokensPerS),
    decimal("Peak concurrent requests:", metrics.peaks.concurrentRequests),
    decimal("Total token throughput (tok/s):", metrics.totalTokenThroughput),
  );
  for (const name of reportedLatencies(settings)) {
    const [short, long] = TITLES[name];
    const { mean, median, percentiles } = metrics.latenciesMs[name];
    lines.push(
      centred(long, "-"),
      decimal(`Mean ${short} (ms):`, mean),
      decimal(`Median ${short} (ms):`, median),
      ...percentiles.map(({ percent, value }) =>
        decimal(`P${percentWord(percent)} ${short} (ms):`, value)
      ),
    );
  }
  if (specDecode !== null) {
    lines.push(
      centred("Speculative Decoding", "-"),
      decimal("Acceptance rate (%):", specDecode.acceptanceRate),
      decimal("Acceptance length:", specDecode.acceptanceLength),
      whole("Drafts:", specDecode.drafts),
      whole("Draft tokens:", specDecode.draftTokens),
      whole("Accepted tokens:", specDecode.acceptedTokens),
    );
    if (specDecode.acceptedShareAt.length > 0) lines.push("Per-position acceptance (%):");
    for (const [position, share] of specDecode.acceptedShareAt.entries()) {
      lines.push(decimal(`  Position ${position}:`, share * 100));
    }
  }
  return [...lines, "=".repeat(WIDTH), ""].join("\n");
}

/** The first errors of failed requests; empty if none failed. */
export function failuresText({ outcomes }: Benchmark): string {
  const failed = outcomes.filter((outcome) => !outcome.success).slice(0, 10);
  if (failed.length === 0) return "";
  const lines = failed.map(({ error }, index) => `Error ${index}: ${error}`);
  return ["Failed requests during benchmark run detected (capping to 10):", ...lines, ""].join(
    "\n",
  );
}

function whole(label: string, value: number): string {
  return row(label, String(value));
}

function decimal(label: string, value: number): string {
  return row(label, value.toFixed(2));
}

function row(label: string, value: string): string {
  return `${label.padEnd(40)} ${value.padEnd(10)}`;
}

/** As Python's format does it: an odd space goes to the right. */
function centred(text: string, fill: string): string {
  const left = Math.max(0, Math.floor((WIDTH - text.length) / 2));
  return (fill.repeat(left) + text).padEnd(WIDTH, fill);
}
