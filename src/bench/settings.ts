/** What one benchmark is asked to do: the command line resolved once into read-only values. */
import type { Traffic } from "./arrivals.ts";
import type { Objectives } from "./goodput.ts";
import type { Api } from "./payload.ts";
import type { PromptOptions } from "./prompts.ts";

/** A benchmark. Lengths are in tokens. */
export interface Settings {
  /** As it was named on the command line; the result repeats it. */
  readonly backend: string;
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
