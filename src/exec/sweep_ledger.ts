/** Where the time of a whole sweep goes: the ledgers of its server starts, and the time around them. */
import type { Ledger, Stage, SweepLedger } from "../journal/event.ts";

/** Adds up while the sweep runs. */
export class LedgerRecorder {
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #serverMs = new Map<Stage, number>();
  readonly #gpuMs = new Map<Stage, number>();
  #alive = 0;
  #nobodySince: number;
  #nobodyMs = 0;

  /** @param now Milliseconds on a clock that never goes back. */
  constructor(now: () => number) {
    this.#now = now;
    this.#startedAt = this.#nobodySince = now();
  }

  /** A server start has its place. */
  begin(): void {
    if (this.#alive++ === 0) this.#nobodyMs += this.#now() - this.#nobodySince;
  }

  /** It has given its place back. */
  end(): void {
    if (--this.#alive === 0) this.#nobodySince = this.#now();
  }

  /** Adds the life of a server with so many GPUs. */
  add(ledger: Ledger, gpus: number): void {
    for (const [stage, ms] of Object.entries(ledger) as [Stage, number][]) {
      this.#serverMs.set(stage, (this.#serverMs.get(stage) ?? 0) + ms);
      if (gpus > 0) this.#gpuMs.set(stage, (this.#gpuMs.get(stage) ?? 0) + ms * gpus);
    }
  }

  /** @param gpus How many GPUs the sweep had in all; 0 where nobody knows. */
  summary(gpus: number): SweepLedger {
    const now = this.#now();
    const wallMs = now - this.#startedAt;
    const nobodyMs = this.#nobodyMs + (this.#alive === 0 ? now - this.#nobodySince : 0);
    const availableGpuMs = gpus * wallMs;
    const all = [...this.#serverMs.values()].reduce((sum, ms) => sum + ms, 0);
    const [spent, available] = gpus > 0
      ? [this.#gpuMs, availableGpuMs]
      // Servers side by side have more time than the wall clock.
      : [this.#serverMs, Math.max(wallMs, all)];
    return {
      serverMs: Object.fromEntries(this.#serverMs),
      gpuMs: gpus > 0 ? Object.fromEntries(this.#gpuMs) : {},
      availableGpuMs: Math.round(availableGpuMs),
      utilisation: available > 0 ? (spent.get("measured") ?? 0) / available : 0,
      overheadMs: Math.round(nobodyMs + (this.#serverMs.get("idle") ?? 0)),
    };
  }
}
