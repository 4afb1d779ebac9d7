/** Counters and histograms of one engine, under the names that vLLM gives them. */
import type { Engine, Step } from "../model/engine.ts";
import type { EngineObserver, Tracked } from "./engine_loop.ts";
import { float, Histogram, lengthBounds } from "./histogram.ts";

/** Bounds in seconds, as vLLM has them. */
const TTFT_BOUNDS = [
  ...[0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1],
  ...[2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560],
];
const TOKEN_BOUNDS = [
  ...[0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1],
  ...[2.5, 5, 7.5, 10, 20, 40, 80],
];
const REQUEST_BOUNDS = [
  ...[0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60],
  ...[120, 240, 480, 960, 1920, 7680],
];
/** Tokens per step. */
const STEP_BOUNDS = [1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384];

const FINISH_REASONS = ["stop", "length", "abort", "error"] as const;

/** One metric: its head once, its samples once per engine. */
export interface Metric {
  readonly name: string;
  readonly type: "gauge" | "counter" | "histogram";
  readonly help: string;
  lines(labels: string): string[];
}

/** Observes an engine and tells its metrics. */
export class EngineMetrics implements EngineObserver {
  promptTokens = 0;
  generationTokens = 0;
  readonly finishedRequests = { stop: 0, length: 0, abort: 0, error: 0 };
  #cachedTokens = 0;
  readonly #engine: Engine;
  readonly #histograms: Readonly<Record<string, { help: string; histogram: Histogram }>>;

  constructor(engine: Engine) {
    this.#engine = engine;
    const lengths = lengthBounds(engine.config.maxModelLen);
    const seconds = (help: string, bounds: number[]) => ({
      help,
      histogram: new Histogram(bounds),
    });
    this.#histograms = {
      time_to_first_token_seconds: seconds("Time to first token in seconds.", TTFT_BOUNDS),
      inter_token_latency_seconds: seconds("Inter-token latency in seconds.", TOKEN_BOUNDS),
      request_time_per_output_token_seconds: seconds(
        "Mean time per output token of a request in seconds.",
        TOKEN_BOUNDS,
      ),
      e2e_request_latency_seconds: seconds("E2E request latency in seconds.", REQUEST_BOUNDS),
      request_queue_time_seconds: seconds("Time in WAITING phase for a request.", REQUEST_BOUNDS),
      request_inference_time_seconds: seconds(
        "Time in RUNNING phase for a request.",
        REQUEST_BOUNDS,
      ),
      request_prefill_time_seconds: seconds("Time in PREFILL phase for a request.", REQUEST_BOUNDS),
      request_decode_time_seconds: seconds("Time in DECODE phase for a request.", REQUEST_BOUNDS),
      request_prompt_tokens: {
        help: "Prefill tokens of a request.",
        histogram: new Histogram(lengths),
      },
      request_generation_tokens: {
        help: "Generation tokens of a request.",
        histogram: new Histogram(lengths),
      },
      iteration_tokens_total: {
        help: "Tokens per engine step.",
        histogram: new Histogram(STEP_BOUNDS),
      },
    };
  }

  step(step: Step): void {
    this.#observe("iteration_tokens_total", step.batch.load.tokens);
  }

  token(tracked: Tracked, nowMs: number): void {
    this.generationTokens++;
    if (tracked.lastTokenMs === undefined) {
      this.promptTokens += tracked.sequence.promptLength;
      this.#cachedTokens += tracked.sequence.cachedTokens ?? 0;
      this.#observe("time_to_first_token_seconds", (nowMs - tracked.arrivedMs) / 1000);
    } else {
      this.#observe("inter_token_latency_seconds", (nowMs - tracked.lastTokenMs) / 1000);
    }
  }

  finished(tracked: Tracked, nowMs: number): void {
    const { sequence, arrivedMs, scheduledMs, firstTokenMs } = tracked;
    this.finishedRequests[sequence.finishReason!]++;
    this.#observe("request_prompt_tokens", sequence.promptLength);
    this.#observe("request_generation_tokens", sequence.generated);
    this.#observe("e2e_request_latency_seconds", (nowMs - arrivedMs) / 1000);
    if (scheduledMs === undefined || firstTokenMs === undefined) return;
    this.#observe("request_queue_time_seconds", (scheduledMs - arrivedMs) / 1000);
    this.#observe("request_inference_time_seconds", (nowMs - scheduledMs) / 1000);
    this.#observe("request_prefill_time_seconds", (firstTokenMs - scheduledMs) / 1000);
    this.#observe("request_decode_time_seconds", (nowMs - firstTokenMs) / 1000);
    if (sequence.generated > 1) {
      const perToken = (nowMs - firstTokenMs) / 1000 / (sequence.generated - 1);
      this.#observe("request_time_per_output_token_seconds", perToken);
    }
  }

  /** All metrics, in a fixed order. */
  list(): Metric[] {
    const { scheduler } = this.#engine;
    const { counts, pool } = scheduler;
    return [
      metric(
        "num_requests_running",
        "gauge",
        "Requests in model execution batches.",
        scheduler.running.length,
      ),
      metric(
        "num_requests_waiting",
        "gauge",
        "Requests waiting to be processed.",
        scheduler.waiting.length,
      ),
      metric(
        "kv_cache_usage_perc",
        "gauge",
        "KV-cache usage. 1 means 100 percent usage.",
        pool.usage,
      ),
      metric(
        "prefix_cache_queries",
        "counter",
        "Tokens looked up in the prefix cache.",
        counts.cacheQueries,
      ),
      metric("prefix_cache_hits", "counter", "Tokens found in the prefix cache.", counts.cacheHits),
      metric("num_preemptions", "counter", "Cumulative number of preemptions.", counts.preemptions),
      metric("prompt_tokens", "counter", "Prefill tokens processed.", this.promptTokens),
      this.#sources(),
      metric("generation_tokens", "counter", "Generation tokens processed.", this.generationTokens),
      this.#successes(),
      ...Object.entries(this.#histograms).map(([name, { help, histogram }]): Metric => ({
        name: `vllm:${name}`,
        type: "histogram",
        help,
        lines: (labels) => histogram.lines(`vllm:${name}`, labels),
      })),
    ];
  }

  /** Where the keys and values of prompts came from. */
  #sources(): Metric {
    const name = "vllm:prompt_tokens_by_source";
    const sources = {
      local_compute: this.promptTokens - this.#cachedTokens,
      local_cache_hit: this.#cachedTokens,
      external_kv_transfer: 0,
    };
    return {
      name,
      type: "counter",
      help: "Prompt tokens by source.",
      lines: (labels) =>
        Object.entries(sources).map(([source, tokens]) =>
          `${name}_total{${labels},source="${source}"} ${float(tokens)}`
        ),
    };
  }

  #successes(): Metric {
    const name = "vllm:request_success";
    return {
      name,
      type: "counter",
      help: "Count of processed requests, by reason of their end.",
      lines: (labels) =>
        FINISH_REASONS.map((reason) =>
          `${name}_total{${labels},finished_reason="${reason}"} ${
            float(this.finishedRequests[reason])
          }`
        ),
    };
  }

  #observe(name: string, value: number): void {
    this.#histograms[name]!.histogram.observe(value);
  }
}

/** The text that `/metrics` answers. @param model Name under which the model is served. */
export function metricsText(engines: readonly EngineMetrics[], model: string): string {
  const lists = engines.map((engine) => engine.list());
  const escaped = model.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  return lists[0]!.map(({ name, type, help }, row) => {
    const family = type === "counter" ? `${name}_total` : name;
    const samples = lists.flatMap((list, index) =>
      list[row]!.lines(`engine="${index}",model_name="${escaped}"`)
    );
    return `# HELP ${family} ${help}\n# TYPE ${family} ${type}\n${samples.join("\n")}\n`;
  }).join("");
}

/** A metric whose value is in its labels, as Python prints what they hold. */
export function infoMetric(
  name: string,
  help: string,
  labels: Readonly<Record<string, string | number | boolean | null>>,
): string {
  const text = (value: string | number | boolean | null) =>
    value === null ? "None" : value === true ? "True" : value === false ? "False" : String(value);
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${text(value)}"`);
  const family = `vllm:${name}`;
  return `# HELP ${family} ${help}\n# TYPE ${family} gauge\n${family}{${pairs.join(",")}} 1.0\n`;
}

function metric(name: string, type: "gauge" | "counter", help: string, value: number): Metric {
  const sample = `vllm:${name}${type === "counter" ? "_total" : ""}`;
  return {
    name: `vllm:${name}`,
    type,
    help,
    lines: (labels) => [`${sample}{${labels}} ${float(value)}`],
  };
}
