/** Waiting until the memory of a server that has ended is back: drivers free it some time after the process is gone. */
import { backoff, pause } from "../../lib/sleep.ts";
import type { GpuUsage } from "./gpu_device.ts";
import { findGpus, type GpuTool } from "./gpu_tool.ts";
import type { QueryOptions } from "./query.ts";

/** How the wait for the memory of a set of GPUs ended. */
export interface MemoryReturn {
  readonly waitedMs: number;
  /** False if it was not back in time, or the wait was aborted. True where nobody can tell. */
  readonly back: boolean;
  /** Memory in use on all GPUs of the set at the end; null where nobody can tell. */
  readonly usedMiB: number | null;
}

/** Options of {@linkcode GpuMemory}. */
export interface GpuMemoryOptions {
  /** No look begins after so long; there is at least one. @default {30_000} */
  readonly limitMs?: number;
  /** How much more than at first may be in use on a GPU. Less than the context of one process. @default {64} */
  readonly toleranceMiB?: number;
  /** Variables for the tool. @default Our environment */
  readonly env?: Readonly<Record<string, string>>;
  /** How long the tool may take for one answer. @default {10_000} */
  readonly queryLimitMs?: number;
}

/** First and longest pause between two looks: each takes a process, and the driver's lock, from servers that are measured. */
const FIRST_PAUSE_MS = 20;
const LAST_PAUSE_MS = 250;

/** The memory in use on GPUs, by nvidia-smi or rocm-smi. All waits share one process at a time. */
export class GpuMemory {
  readonly #limitMs: number;
  readonly #toleranceMiB: number;
  readonly #query: QueryOptions;
  /** Memory in use without a server of ours, by id. */
  readonly #baseline = new Map<string, number>();
  #tool: Promise<GpuTool | null> | null = null;
  #running: Promise<readonly GpuUsage[] | null> = Promise.resolve(null);
  #next: Promise<readonly GpuUsage[] | null> | null = null;

  constructor(options: GpuMemoryOptions = {}) {
    const { limitMs = 30_000, toleranceMiB = 64, env, queryLimitMs = 10_000 } = options;
    this.#limitMs = limitMs;
    this.#toleranceMiB = toleranceMiB;
    this.#query = { ...env === undefined ? {} : { env }, limitMs: queryLimitMs };
  }

  /** Notes what is in use on these GPUs before the first start on them. Those that are known already are left as they are. */
  async baseline(ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => !this.#baseline.has(id));
    if (unknown.length === 0) return;
    for (const [id, mib] of usedOn(unknown, await this.#usage())) this.#baseline.set(id, mib);
  }

  /**
   * Waits until no more is in use on these GPUs than at first; not at all where that is not known. What is not back in
   * time is taken to belong to somebody else, and is part of the baseline from then on. Never throws.
   */
  async untilBack(ids: readonly string[], signal: AbortSignal): Promise<MemoryReturn> {
    const startedAt = performance.now();
    const watched = ids.filter((id) => this.#baseline.has(id));
    if (watched.length === 0) return { waitedMs: 0, back: true, usedMiB: null };
    const { back, used } = await this.#poll(watched, signal);
    if (!back && !signal.aborted) {
      // A GPU that somebody else works on must not hold up every start of the night.
      for (const [id, mib] of used) this.#baseline.set(id, mib);
    }
    const usedMiB = used.size === 0 ? null : [...used.values()].reduce((sum, mib) => sum + mib);
    return { waitedMs: performance.now() - startedAt, back, usedMiB };
  }

  /** Asks until the memory is back, the time is over or the signal is aborted. */
  async #poll(
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<{ back: boolean; used: ReadonlyMap<string, number> }> {
    const deadline = performance.now() + this.#limitMs;
    const pauses = backoff(FIRST_PAUSE_MS, LAST_PAUSE_MS);
    const { promise: aborted, resolve } = Promise.withResolvers<null>();
    const wake = () => resolve(null);
    signal.addEventListener("abort", wake);
    let used: ReadonlyMap<string, number> = new Map();
    try {
      while (!signal.aborted) {
        const usages = await Promise.race([this.#usage(), aborted]);
        if (usages !== null) used = usedOn(ids, usages);
        if (usages !== null && this.#isBack(ids, used)) return { back: true, used };
        if (performance.now() >= deadline) break;
        await pause(pauses.next().value!, { signal });
      }
    } finally {
      signal.removeEventListener("abort", wake);
    }
    return { back: false, used };
  }

  #isBack(ids: readonly string[], used: ReadonlyMap<string, number>): boolean {
    return ids.every((id) => {
      const mib = used.get(id);
      if (mib === undefined) return false;
      // The baseline may have been taken while something else was still ending.
      const baseline = Math.min(mib, this.#baseline.get(id)!);
      this.#baseline.set(id, baseline);
      return mib <= baseline + this.#toleranceMiB;
    });
  }

  /**
   * What is in use from now on. One query runs at a time; whoever asks meanwhile shares the one that follows, because the
   * answer of the running one may be older than the end of the asker's server.
   */
  #usage(): Promise<readonly GpuUsage[] | null> {
    return this.#next ??= this.#running = this.#running.then(() => {
      this.#next = null;
      return this.#ask();
    });
  }

  async #ask(): Promise<readonly GpuUsage[] | null> {
    this.#tool ??= findGpus(this.#query).then((found) => found?.tool ?? null);
    return await (await this.#tool)?.usage(this.#query) ?? null;
  }
}

/** Memory in use on those of the GPUs that are in the answer and whose use is told. */
function usedOn(
  ids: readonly string[],
  usages: readonly GpuUsage[] | null,
): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const { id, uuid, usedMiB } of usages ?? []) {
    const name = ids.find((name) => name === id || name === uuid);
    if (name !== undefined && usedMiB !== null) used.set(name, usedMiB);
  }
  return used;
}
