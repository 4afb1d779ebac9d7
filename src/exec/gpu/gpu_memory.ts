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
  /** How long memory that nobody of ours has must not have changed to be taken for somebody else's. @default {1_000} */
  readonly steadyMs?: number;
  /** How long that is waited for. @default {10_000} */
  readonly steadyLimitMs?: number;
}

/** Less in use than this is the driver's own, and a display's. */
const LITTLE_MIB = 1024;

/** First and longest pause between two looks: each takes a process, and the driver's lock, from servers that are measured. */
const FIRST_PAUSE_MS = 20;
const LAST_PAUSE_MS = 250;

/** The memory in use on GPUs, by nvidia-smi or rocm-smi. All waits share one process at a time. */
export class GpuMemory implements Disposable {
  readonly #limitMs: number;
  readonly #toleranceMiB: number;
  readonly #query: QueryOptions;
  readonly #steadyMs: number;
  readonly #steadyLimitMs: number;
  /** Aborted when nobody waits for an answer any more. */
  readonly #end = new AbortController();
  /** Memory in use without a server of ours, by id. */
  readonly #baseline = new Map<string, number>();
  #tool: Promise<GpuTool | null> | null = null;
  #running: Promise<readonly GpuUsage[] | null> = Promise.resolve(null);
  #next: Promise<readonly GpuUsage[] | null> | null = null;

  constructor(options: GpuMemoryOptions = {}) {
    const { limitMs = 30_000, toleranceMiB = 64, env, queryLimitMs = 10_000 } = options;
    this.#limitMs = limitMs;
    this.#toleranceMiB = toleranceMiB;
    this.#query = {
      ...env === undefined ? {} : { env },
      limitMs: queryLimitMs,
      signal: this.#end.signal,
    };
    this.#steadyMs = options.steadyMs ?? 1_000;
    this.#steadyLimitMs = options.steadyLimitMs ?? 10_000;
  }

  /** Ends questions that are not answered yet. */
  [Symbol.dispose](): void {
    this.#end.abort();
  }

  /**
   * Notes what is in use on these GPUs before the first start on them. Those that are known already are left as they are. Where
   * much is in use it may be the memory of a server that was killed a moment ago, which the driver has not freed yet: then it is
   * waited until no less is in use for a while. Never throws.
   *
   * @param signal Ends the wait; what is not known by then stays so. @default One that is never aborted
   */
  async baseline(
    ids: readonly string[],
    signal: AbortSignal = new AbortController().signal,
  ): Promise<void> {
    const unknown = ids.filter((id) => !this.#baseline.has(id));
    if (unknown.length === 0) return;
    const startedAt = performance.now();
    const pauses = backoff(FIRST_PAUSE_MS, LAST_PAUSE_MS);
    let least = Infinity;
    for (let lessAt = startedAt; !signal.aborted;) {
      const used = usedOn(unknown, await orAborted(this.#usage(), signal));
      for (const [id, mib] of used) {
        this.#baseline.set(id, Math.min(mib, this.#baseline.get(id) ?? Infinity));
      }
      const sum = [...used.values()].reduce((total, mib) => total + mib, 0);
      const now = performance.now();
      if (sum < least - this.#toleranceMiB) [least, lessAt] = [sum, now];
      const isLittle = [...used.values()].every((mib) => mib <= LITTLE_MIB);
      const isSteady = now - lessAt >= this.#steadyMs || now - startedAt >= this.#steadyLimitMs;
      if (isLittle || isSteady) return;
      await pause(pauses.next().value!, { signal });
    }
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
    let used: ReadonlyMap<string, number> = new Map();
    while (!signal.aborted) {
      const usages = await orAborted(this.#usage(), signal);
      if (usages !== null) used = usedOn(ids, usages);
      if (usages !== null && this.#isBack(ids, used)) return { back: true, used };
      if (performance.now() >= deadline) break;
      await pause(pauses.next().value!, { signal });
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

/** What a question is answered; null if the signal is aborted before. */
async function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const { promise: aborted, resolve } = Promise.withResolvers<null>();
  const wake = () => resolve(null);
  signal.addEventListener("abort", wake);
  try {
    return signal.aborted ? null : await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener("abort", wake);
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
