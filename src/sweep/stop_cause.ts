/** What may stop a sweep from outside: a signal, or a limit of its time. The first cause wins. */
import type { LimitSettings } from "../commands/serve/budget.ts";
import { untilText } from "../forecast/budget.ts";
import { EXIT, ServesweepError } from "../lib/errors.ts";
import type { Signals } from "../terminal/signals.ts";

/** The reason of a stop: the time of the sweep is up. */
class OutOfTime extends Error {}

/** A timer takes no more than 2^31 - 1 milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;

/** The stop of a sweep, from whatever cause. Disposing it forgets the limits. */
export class StopCause implements Disposable {
  readonly signal: AbortSignal;
  readonly #signals: Signals;
  readonly #limit = new AbortController();
  readonly #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(signals: Signals) {
    this.#signals = signals;
    this.signal = AbortSignal.any([signals.stop, this.#limit.signal]);
  }

  /** Stops the sweep in so many milliseconds. @param text Why, as a sentence; asked for at that moment. */
  at(ms: number, text: () => string): void {
    this.#timers.push(setTimeout(() => this.now(text()), Math.min(ms, LONGEST_MS)));
  }

  /** Stops the sweep because its time is up. */
  now(text: string): void {
    this.#limit.abort(new OutOfTime(text));
  }

  /** Stops the sweep because it cannot go on. */
  failed(error: ServesweepError): void {
    this.#limit.abort(error);
  }

  /** What it cannot go on for; null if nothing. */
  get failure(): ServesweepError | null {
    const { reason } = this.signal;
    return reason instanceof ServesweepError ? reason : null;
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
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

/** Stops a sweep at its limits, the wait for a lock too. @param untilAtMs The moment of --until, in ms since 1970; null for none. */
export function limitTime(
  stop: StopCause,
  { sweepTimeoutMs }: LimitSettings,
  untilAtMs: number | null,
): void {
  if (untilAtMs !== null) {
    const now = Date.now();
    stop.at(untilAtMs - now, () => untilText(untilAtMs, now));
  }
  if (sweepTimeoutMs === null) return;
  stop.at(
    sweepTimeoutMs,
    () => `The sweep took longer than ${sweepTimeoutMs / 1000} s (--sweep-timeout)`,
  );
}
