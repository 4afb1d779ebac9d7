/** Waits `durationMs`, or until `signal` is aborted. Never throws: look at the signal afterwards. */
export function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    // A timer takes no more than 2^31 milliseconds and would fire at once: more than 24 days wait for the signal alone.
    const timer = durationMs < 2 ** 31 ? setTimeout(done, durationMs) : undefined;
    signal.addEventListener("abort", done);
  });
}
