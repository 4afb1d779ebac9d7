/** What one benchmark is asked to do: the command line resolved once into read-only values. */
import type { Objectives } from "./goodput.ts";

/** Names of the interfaces of a server. */
export const BACKENDS = ["openai", "vllm", "openai-chat"] as const;

/** Which of the two OpenAI interfaces is used. */
export type Api = "completions" | "chat";

/** Lengths in tokens. */
export interface PromptOptions {
  readonly count: number;
  /** Mean length without the prefix. */
  readonly inputLength: number;
  /** Mean length of the answer. */
  readonly outputLength: number;
  /** Length of the prefix that all prompts share. */
  readonly prefixLength: number;
  /** Lengths vary evenly by this share of the mean, 0 <= ratio < 1. */
  readonly inputRangeRatio: number;
  readonly outputRangeRatio: number;
  readonly seed: number;
}

/** How the rate may rise. */
export const RAMP_UP_STRATEGIES = ["linear", "exponential"] as const;

/** A request rate that rises from the first request to the last. */
export interface RampUp {
  readonly strategy: typeof RAMP_UP_STRATEGIES[number];
  /** Requests per second of the first request. */
  readonly startRps: number;
  /** Requests per second of the last request. */
  readonly endRps: number;
}

/** The load as it was asked for. */
export interface Traffic {
  /** Requests per second; infinite sends everything at once. */
  readonly requestRate: number;
  /** Shape of the gamma distribution of the intervals: 1 is a Poisson process, infinite a constant interval. */
  readonly burstiness: number;
  /** Replaces the request rate. */
  readonly rampUp: RampUp | null;
}

/** What the command line alone tells. */
export interface AskedSettings extends Omit<Settings, "requestIdPrefix"> {
  /** Null: a random one. */
  readonly requestIdPrefix: string | null;
}

/** A benchmark. Lengths are in tokens. */
export interface Settings {
  /** As it was named on the command line; the result repeats it. */
  readonly backend: typeof BACKENDS[number];
  readonly api: Api;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Full address of the endpoint. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** null: the first one that the server lists. */
  readonly model: string | null;
  /** The name in requests, if it is another. */
  readonly servedModelName: string | null;
  /** For the result: null is the model. */
  readonly tokenizer: string | null;
  readonly skipTokenizer: boolean;
  readonly prompts: PromptOptions;
  readonly traffic: Traffic;
  /** null: no limit. */
  readonly maxConcurrency: number | null;
  readonly warmups: number;
  readonly readyTimeoutS: number;
  readonly requestIdPrefix: string;
  readonly ignoreEos: boolean;
  readonly logprobs: number | null;
  /** Further fields of every request. */
  readonly extraBody: Readonly<Record<string, unknown>>;
  readonly report: ReportSettings;
  readonly showProgress: boolean;
}

/** What is reported and where it goes. */
export interface ReportSettings {
  readonly label: string | null;
  /** In order; a repeated key has its last value. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Names of the metrics that are reported; others are ignored. */
  readonly metrics: readonly string[];
  readonly percents: readonly number[];
  readonly objectives: Objectives;
  readonly save: boolean;
  readonly append: boolean;
  readonly detailed: boolean;
  readonly directory: string | null;
  readonly filename: string | null;
}
