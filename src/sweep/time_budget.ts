/** The budget of a sweep while it runs: asked before anything is begun, and the end of it where something takes longer. */
import type { LimitSettings } from "../commands/serve/budget.ts";
import type { Admission } from "../forecast/admission.ts";
import { Budget } from "../forecast/budget.ts";
import type { DurationHistory } from "../forecast/durations.ts";
import { leastUsefulMs, oneMoreRunMs } from "../forecast/estimate.ts";
import type { Combination, ServerStart } from "../plan/plan.ts";
import type { Event } from "../journal/event.ts";
import type { Limits } from "../report/live/limits.ts";
import type { StopCause } from "./stop_cause.ts";

/** A server whose GPUs are paid for. */
interface Paid {
  readonly gpus: number;
  readonly sinceMs: number;
  /** Give back what was set aside for it. */
  readonly releases: ((tookGpuMs: number) => void)[];
}

/** The limits, as they were asked for. */
export interface TimeLimits extends Omit<LimitSettings, "until"> {
  /** The moment of --until, in ms since 1970; null for none. */
  readonly untilAtMs: number | null;
}

/** What a sweep may take. Disposing it forgets its timer. */
export class TimeBudget implements Admission, Disposable {
  readonly #budget: Budget;
  readonly #history: DurationHistory;
  readonly #gpuBudgetMs: number | null;
  /** For people: where the sweep has to end. */
  readonly limits: Limits;
  readonly #stop: StopCause;
  readonly #paid = new Map<string, Paid>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param history What is known of durations; it learns while the sweep runs. */
  constructor(limits: TimeLimits, history: DurationHistory, stop: StopCause) {
    const { untilAtMs, budgetMs, gpuBudgetMs } = limits;
    const start = { nowMs: performance.now(), wallMs: Date.now() };
    this.#budget = new Budget({ untilAtMs, budgetMs, gpuBudgetMs }, start);
    this.#history = history;
    this.#gpuBudgetMs = gpuBudgetMs;
    this.#stop = stop;
    const { deadlineMs } = this.#budget;
    const timeoutMs = limits.sweepTimeoutMs ?? Infinity;
    const limitMs = Math.min((deadlineMs ?? Infinity) - start.nowMs, timeoutMs);
    const deadlineAtMs = limitMs === Infinity ? null : start.wallMs + limitMs;
    this.limits = { deadlineAtMs, gpuBudgetMs };
    if (deadlineMs !== null) {
      stop.at(deadlineMs - start.nowMs, () => this.#usedUpText(deadlineMs));
    }
  }

  refusesStart(start: ServerStart, gpus: number): string | null {
    const startupMs = this.#history.startupMs(start).ms;
    return this.#refuses(start, gpus, leastUsefulMs(this.#history, start), startupMs);
  }

  refusesRun(start: ServerStart, combination: Combination, gpus: number): string | null {
    const expectedMs = oneMoreRunMs(this.#history, start, combination, false);
    const runMs = this.#history.runMs(start, combination).ms;
    return this.#refuses(start, gpus, expectedMs, runMs);
  }

  /** Follows the sweep: GPUs cost from the start of a server to its end. */
  record(event: Event): void {
    if (event.type === "server-starting") {
      const releases = this.#paid.get(event.start)?.releases ?? [];
      this.#paid.set(event.start, { gpus: event.gpus, sinceMs: performance.now(), releases });
    } else if (event.type === "server-stopped") {
      this.#settle(event.start);
    } else {
      return;
    }
    this.#watch();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #refuses(
    start: ServerStart,
    gpus: number,
    expectedMs: number | null,
    reservedMs: number | null,
  ): string | null {
    const budget = this.#budget;
    if (!budget.admits({ nowMs: performance.now(), expectedMs, gpus })) return budget.text;
    const paid = this.#paid.get(start.id) ?? { gpus, sinceMs: NaN, releases: [] };
    paid.releases.push(budget.reserve((reservedMs ?? 0) * gpus));
    this.#paid.set(start.id, paid);
    return null;
  }

  #settle(start: string): void {
    const paid = this.#paid.get(start);
    if (paid === undefined) return;
    this.#paid.delete(start);
    for (const release of paid.releases) release(0);
    this.#budget.spend(paid.gpus * (performance.now() - paid.sinceMs));
  }

  /** Ends the sweep at the moment at which the GPUs that are in use will have used up their budget. */
  #watch(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    const running = [...this.#paid.values()].filter(({ sinceMs }) => !Number.isNaN(sinceMs));
    const gpus = running.reduce((sum, { gpus }) => sum + gpus, 0);
    const gpuBudgetMs = this.#gpuBudgetMs;
    if (gpuBudgetMs === null || gpus === 0) return;
    const spentMs = running.reduce((sum, { gpus, sinceMs }) => sum + gpus * (now - sinceMs), 0) +
      this.#budget.gpuSpentMs;
    this.#timer = setTimeout(() => {
      for (const server of [...this.#paid.keys()]) this.#settle(server);
      // Timers fire a little early.
      this.#budget.spend(Math.max(0, gpuBudgetMs - this.#budget.gpuSpentMs));
      this.#stop.now(this.#usedUpText(performance.now()));
    }, Math.max(0, gpuBudgetMs - spentMs) / gpus);
  }

  #usedUpText(nowMs: number): string {
    return this.#budget.isUsedUp(nowMs) ? this.#budget.text! : "The budget is used up";
  }
}
