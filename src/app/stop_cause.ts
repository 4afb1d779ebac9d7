/** What may stop a sweep from outside: a signal, or its time limit. The first cause wins. */
import { EXIT } from "../errors.ts";
import type { Signals } from "../signals.ts";

/** Thrown as the reason of a stop: the time of the sweep is up. */
class OutOfTime extends Error {}

/** The stop of a sweep, from whatever cause. Disposing it forgets the time limit. */
export class StopCause implements Disposable {
  readonly signal: AbortSignal;
  readonly #signals: Signals;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param timeoutMs How long the sweep may take from now on; null for no limit. */
  constructor(signals: Signals, timeoutMs: number | null) {
    const limit = new AbortController();
    this.#signals = signals;
    this.signal = AbortSignal.any([signals.stop, limit.signal]);
    if (timeoutMs === null) return;
    const text = `The sweep took longer than ${timeoutMs / 1000} s (--sweep-timeout)`;
    this.#timer = setTimeout(() => limit.abort(new OutOfTime(text)), timeoutMs);
  }

  /** Why it was stopped, as a sentence. */
  get text(): string {
    if (this.signal.aborted) return this.signal.reason.message;
    return "The sweep was stopped by SIGUSR1 after the current run";
  }

  /** Exit code of a sweep that was stopped. */
  get exitCode(): number {
    if (this.signal.reason instanceof OutOfTime) return EXIT.budget;
    return this.#signals.exitCode ?? EXIT.failed;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
