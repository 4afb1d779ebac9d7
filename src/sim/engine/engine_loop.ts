/** Runs an engine in real time: one timer, set to the end of the current step. */
import type { Engine, Step, TokenEvent } from "../model/engine.ts";
import type { Sequence } from "../model/sequence.ts";

/** Where the tokens of a sequence go. */
export interface Sink {
  /** A token; the last one if the sequence has a `finishReason`. */
  token(event: TokenEvent): void;
  /** The engine died: there will be no more tokens. */
  fail(): void;
}

/** A sequence with its times, in milliseconds of the clock. */
export interface Tracked {
  readonly sequence: Sequence;
  readonly sink: Sink;
  readonly arrivedMs: number;
  /** First step that it took part in. */
  scheduledMs?: number;
  firstTokenMs?: number;
  lastTokenMs?: number;
}

/** Is told what happens, for the metrics. */
export interface EngineObserver {
  step(step: Step): void;
  /** Called before `lastTokenMs` is set to `nowMs`. */
  token(tracked: Tracked, nowMs: number): void;
  finished(tracked: Tracked, nowMs: number): void;
}

/** Clock and timer, replaced in tests. */
export interface LoopClock {
  /** Monotonic, in milliseconds. */
  now(): number;
  /** Calls back once after about `ms`. @returns Cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/**
 * A timer that is late by no more than this shortens the next step, so that the grain of timers does not add up.
 * What is later is lost: after a pause of the whole process no steps are made up for.
 */
export const CARRIED_LATENESS_MS = 4;

/** The clock of the process. */
export const REAL_CLOCK: LoopClock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** The loop of one engine. Idle, it has no timer. */
export class EngineLoop {
  readonly engine: Engine;
  readonly #observer: EngineObserver;
  readonly #clock: LoopClock;
  readonly #tracked = new Map<Sequence, Tracked>();
  #deadlineMs = -Infinity;
  #cancelTimer: (() => void) | undefined;
  #dead = false;

  constructor(engine: Engine, observer: EngineObserver, clock: LoopClock = REAL_CLOCK) {
    this.engine = engine;
    this.#observer = observer;
    this.#clock = clock;
  }

  get isDead(): boolean {
    return this.#dead;
  }

  /** Queues a sequence; a dead engine fails it at once. */
  submit(sequence: Sequence, sink: Sink): void {
    if (this.#dead) {
      sink.fail();
      return;
    }
    this.#tracked.set(sequence, { sequence, sink, arrivedMs: this.#clock.now() });
    this.engine.scheduler.add(sequence);
    if (this.#cancelTimer === undefined) this.#begin();
  }

  /** Ends a sequence whose client has gone: its place and its blocks are free for the next step. */
  abort(sequence: Sequence): void {
    const tracked = this.#tracked.get(sequence);
    if (tracked === undefined) return;
    this.#tracked.delete(sequence);
    this.engine.abort(sequence);
    this.#observer.finished(tracked, this.#clock.now());
  }

  /** Stops for good; every sequence in the engine fails. */
  kill(): void {
    this.#dead = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const failed = [...this.#tracked.values()];
    this.#tracked.clear();
    for (const { sequence, sink } of failed) {
      this.engine.abort(sequence);
      sink.fail();
    }
  }

  #begin(): void {
    const step = this.engine.begin();
    if (step === undefined) {
      this.#cancelTimer = undefined;
      return;
    }
    const now = this.#clock.now();
    for (const { sequence } of step.batch.entries) this.#tracked.get(sequence)!.scheduledMs ??= now;
    const isLate = now - this.#deadlineMs > CARRIED_LATENESS_MS;
    this.#deadlineMs = (isLate ? now : this.#deadlineMs) + step.seconds * 1000;
    // Timers count whole milliseconds; rounding makes them early as often as late.
    const delay = Math.max(0, Math.round(this.#deadlineMs - now));
    this.#cancelTimer = this.#clock.after(delay, () => this.#end(step));
  }

  #end(step: Step): void {
    const now = this.#clock.now();
    const events = this.engine.end(step);
    this.#observer.step(step);
    for (const event of events) {
      const tracked = this.#tracked.get(event.sequence);
      // The sink of another sequence may have aborted this one.
      if (tracked === undefined) continue;
      tracked.firstTokenMs ??= now;
      this.#observer.token(tracked, now);
      tracked.lastTokenMs = now;
      if (event.sequence.finishReason !== undefined) {
        this.#tracked.delete(event.sequence);
        this.#observer.finished(tracked, now);
      }
      tracked.sink.token(event);
    }
    if (!this.#dead) this.#begin();
  }
}
