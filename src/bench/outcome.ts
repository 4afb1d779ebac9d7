/** What one request of the benchmark came to. Times are seconds of `performance.now()`, as in `vllm bench serve`. */

/** One request: measured, or failed with a reason. */
export interface Outcome {
  readonly success: boolean;
  /** Empty when the request succeeded. */
  readonly error: string;
  /** Tokens of the prompt: what the server counted, or what was asked for if it does not say. */
  readonly promptTokens: number;
  /** Tokens of the answer: what the server counted, or the number of chunks if it does not say. 0 on failure. */
  readonly outputTokens: number;
  /** When the request was sent. */
  readonly startS: number;
  /** Time the request waited on our side for `--max-concurrency`. */
  readonly queueS: number;
  /** From sending to the first token. */
  readonly ttftS: number;
  /** Between one chunk with a token and the next. */
  readonly itlS: readonly number[];
  /** From sending to the last token. 0 on failure. */
  readonly latencyS: number;
  readonly text: string;
}
