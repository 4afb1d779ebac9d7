/** Waiting that can be cut short. */
import { delay } from "@std/async/delay";

/** The options of {@linkcode sleep} and {@linkcode pause}. */
export interface SleepOptions {
  /** Ends the wait when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Resolves after a time of any length, infinite too.
 *
 * @throws The reason of the signal, when it is aborted.
 */
export function sleep(ms: number, { signal }: SleepOptions = {}): Promise<void> {
  return delay(ms, signal === undefined ? {} : { signal });
}

/** As {@linkcode sleep}, but an abort ends it without an error: for loops that look at their signal themselves. */
export async function pause(ms: number, options: SleepOptions = {}): Promise<void> {
  try {
    await sleep(ms, options);
  } catch (error) {
    if (!options.signal?.aborted) throw error;
  }
}

/** Endless pauses in ms for polling, from `firstMs`, each half as long again as the one before, up to `limitMs`. */
export function* backoff(firstMs: number, limitMs: number): Generator<number> {
  for (let pauseMs = firstMs;; pauseMs = Math.min(limitMs, pauseMs * 1.5)) yield pauseMs;
}
