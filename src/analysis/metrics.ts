/** What the keys of a result mean: unit, heading, and which direction is better. Used by tables, exports, plots and the report. */

/** A measured quantity. */
export interface Metric {
  /** Key of the result, or of what is derived from it. */
  readonly key: string;
  /** Short, for a table's head; with the unit where the name does not say it. */
  readonly heading: string;
  /** For people: `Mean time to first token`. */
  readonly title: string;
  /** `ms`, `s`, `tokens/s`, `req/s`, `tokens`, `requests`; empty where it has none or it is not known. */
  readonly unit: string;
  /** Which direction is better; null for what is neither: counts, durations, keys that are not known. */
  readonly better: "higher" | "lower" | null;
  /** Digits after the point that a table shows. */
  readonly decimals: number;
}

const LATENCIES: Readonly<Record<string, readonly [heading: string, title: string]>> = {
  ttft: ["TTFT", "time to first token"],
  tpot: ["TPOT", "time per output token"],
  itl: ["ITL", "inter-token latency"],
  e2el: ["E2EL", "end-to-end latency"],
};

const STATISTICS: Readonly<Record<string, readonly [heading: string, title: string]>> = {
  mean: ["", "Mean"],
  median: ["P50 ", "Median"],
  std: ["SD ", "Standard deviation of the"],
};

/** Key -> heading, title, unit, better, decimals. */
const KNOWN: Readonly<
  Record<string, readonly [string, string, string, Metric["better"], number]>
> = {
  request_throughput: ["req/s", "Request throughput", "req/s", "higher", 2],
  request_goodput: ["goodput", "Request goodput", "req/s", "higher", 2],
  output_throughput: ["tokens/s", "Output token throughput", "tokens/s", "higher", 1],
  total_token_throughput: ["total tok/s", "Total token throughput", "tokens/s", "higher", 1],
  max_output_tokens_per_s: ["peak tok/s", "Peak output token throughput", "tokens/s", "higher", 1],
  tokens_per_s_per_gpu: ["tok/s/GPU", "Output tokens per second and GPU", "tokens/s", "higher", 1],
  tokens_per_s_per_user: [
    "tok/s/user",
    "Output tokens per second and user",
    "tokens/s",
    "higher",
    2,
  ],
  max_concurrent_requests: [
    "peak requests",
    "Peak concurrent requests",
    "requests",
    null,
    0,
  ],
  duration: ["duration s", "Duration of the benchmark", "s", null, 1],
  completed: ["completed", "Completed requests", "requests", null, 0],
  failed: ["failed", "Failed requests", "requests", "lower", 0],
  total_input_tokens: ["input tokens", "Input tokens", "tokens", null, 0],
  total_output_tokens: ["output tokens", "Output tokens", "tokens", null, 0],
};

/** What is known of a key. One that nothing is known of has itself as heading and no direction. */
export function metricOf(key: string): Metric {
  if (Object.hasOwn(KNOWN, key)) {
    const [heading, title, unit, better, decimals] = KNOWN[key]!;
    return { key, heading, title, unit, better, decimals };
  }
  return latencyOf(key) ??
    {
      key,
      heading: key,
      title: key,
      unit: /_ms$/.test(key) ? "ms" : "",
      better: null,
      decimals: 2,
    };
}

/** Keys that results have, but for percentiles other than the 99th. */
export const KNOWN_METRICS: readonly string[] = [
  ...Object.keys(KNOWN),
  ...Object.keys(LATENCIES).flatMap((name) =>
    [...Object.keys(STATISTICS), "p99"].map((statistic) => `${statistic}_${name}_ms`)
  ),
];

/** True for {@linkcode KNOWN_METRICS} and for every percentile of a latency. */
export function isKnownMetric(key: string): boolean {
  return Object.hasOwn(KNOWN, key) || latencyOf(key) !== null;
}

/** `mean_ttft_ms`, `p99.9_e2el_ms`. */
function latencyOf(key: string): Metric | null {
  const match = /^(mean|median|std|p(\d+(?:\.\d+)?))_([a-z0-9]+)_ms$/.exec(key);
  const name = match === null || !Object.hasOwn(LATENCIES, match[3]!)
    ? undefined
    : LATENCIES[match[3]!];
  if (match === null || name === undefined) return null;
  const [, statistic, percent] = match;
  const [before, title] = percent === undefined
    ? STATISTICS[statistic!]!
    : [`P${percent} `, `P${percent}`];
  return {
    key,
    heading: `${before}${name[0]} ms`,
    title: `${title} ${name[1]}`,
    unit: "ms",
    better: "lower",
    decimals: /^(tpot|itl)$/.test(match[3]!) ? 2 : 1,
  };
}

/** Compares two values of a metric, the better one first; where neither direction is, the larger one. For `sort`. */
export function byMerit({ better }: Metric): (a: number, b: number) => number {
  return better === "lower" ? (a, b) => order(a, b) : (a, b) => order(b, a);
}

/** Not a - b, which makes NaN of two infinities. */
function order(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
