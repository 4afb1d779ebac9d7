/** What the simulated server needs of the process. */

/** The world of the server, handed in. */
export interface SimIo {
  /** Writes text to the standard output as it is. */
  out(text: string): void;
  /** Writes text to the standard error as it is. */
  err(text: string): void;
  /** Environment: `VLLM_SERVER_DEV_MODE`, `VLLM_API_KEY`, `VLLM_KEEP_ALIVE_ON_ENGINE_DEATH`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the server. */
  readonly signal: AbortSignal;
}
