/** The counters of one server. */
import type { CounterSource } from "../engine/engine.ts";
import { readCounters } from "../guards/counters.ts";
import type { CountersAnswer } from "../guards/judge_run.ts";
import { askText } from "./ask_text.ts";

/** Those of vLLM are 60 kB and take 16 ms; more engines and models make them longer. */
const LIMITS = { limitMs: 2_000, maxBytes: 8 * 2 ** 20 };

/** Statuses of a server without metrics: SGLang has no such path then, llama.cpp says that it is not supported. */
const NO_METRICS = [404, 501];

/** Reads them, for a limited time; a server that has none is not asked again. */
export class CounterReader {
  readonly #source: CounterSource | null;
  #none: string | null = null;

  /** @param source Null where nothing is known of them. */
  constructor(source: CounterSource | null) {
    this.#source = source;
  }

  /** Never throws. @param url Base URL of the server. */
  async read(
    url: string,
    client: Deno.HttpClient,
    signal: AbortSignal,
  ): Promise<CountersAnswer> {
    if (this.#source === null) return { none: "It is not known what this server counts" };
    if (this.#none !== null) return { none: this.#none };
    const path = url + this.#source.path;
    const answer = await askText(path, { ...LIMITS, client, signal });
    if ("none" in answer) return answer;
    if (answer.status === 200) return { counters: readCounters(answer.text, this.#source) };
    const none = `The server does not tell its counters: ${path} gave HTTP status ${answer.status}`;
    // Metrics that are off stay off.
    if (NO_METRICS.includes(answer.status)) this.#none = none;
    return { none };
  }
}
