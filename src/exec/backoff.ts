/** Growing pauses for polling: short at first, when the answer is near, then longer. */

/**
 * Endless pauses in ms, from `firstMs`, each half as long again as the one before, up to `limitMs`.
 */
export function* backoff(firstMs: number, limitMs: number): Generator<number> {
  for (let pauseMs = firstMs;; pauseMs = Math.min(limitMs, pauseMs * 1.5)) yield pauseMs;
}

/** Waits; ends early, without an error, when the signal is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
