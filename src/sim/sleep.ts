/** Waiting that can be cut short. */

/** Resolves after a time; rejects with the reason of the signal when it is aborted. */
export async function sleep(seconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // A timer takes no more than 2^31 milliseconds and would fire at once: more than 24 days wait for the signal alone.
  const timer = seconds * 1000 < 2 ** 31 ? setTimeout(resolve, seconds * 1000) : undefined;
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}
