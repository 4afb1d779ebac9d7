/** Where the time of one server start goes: a clock that is always in one stage. */
import type { Ledger, Stage } from "../journal/event.ts";

/** Milliseconds by stage. */
export class StageClock {
  readonly #now: () => number;
  readonly #totals = new Map<Stage, number>();
  #stage: Stage;
  #since: number;

  /** Begins in a stage. @param now Milliseconds on a clock that never goes back. */
  constructor(now: () => number, stage: Stage) {
    this.#now = now;
    this.#stage = stage;
    this.#since = now();
  }

  /**
   * Goes on in another stage.
   *
   * @param was What the stage that ends turned out to be: a run is known to have failed only at its end.
   */
  enter(stage: Stage, was: Stage = this.#stage): void {
    const now = this.#now();
    this.#add(was, now - this.#since);
    this.#stage = stage;
    this.#since = now;
  }

  /** Moves parts of one stage to others; together no more than it has. */
  split(stage: Stage, parts: Ledger): void {
    for (const [part, ms] of Object.entries(parts) as [Stage, number][]) {
      const moved = Math.min(ms, this.#totals.get(stage) ?? 0);
      this.#add(stage, -moved);
      this.#add(part, moved);
    }
  }

  /** What the stages took until now, those that took any time; whole milliseconds. */
  totals(): Ledger {
    this.enter(this.#stage);
    const rounded = [...this.#totals].map(([stage, ms]) => [stage, Math.round(ms)] as const);
    return Object.fromEntries(rounded.filter(([, ms]) => ms > 0));
  }

  #add(stage: Stage, ms: number): void {
    this.#totals.set(stage, (this.#totals.get(stage) ?? 0) + ms);
  }
}
