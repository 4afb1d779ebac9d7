/** The engines of a server: one, or several with data parallelism, behind one queue of requests. */
import type { EngineConfig } from "../model/config.ts";
import { Engine } from "../model/engine.ts";
import type { Sequence } from "../model/sequence.ts";
import { EngineLoop, type LoopClock, REAL_CLOCK, type Sink } from "./engine_loop.ts";
import { EngineMetrics } from "./metrics.ts";

/** A waiting request weighs as much as so many running ones when an engine is chosen. */
const WAITING_WEIGHT = 4;

export interface ClusterOptions {
  readonly engines: number;
  /** KV blocks per engine. */
  readonly blocks: number;
  /** The request after so many kills the engines; undefined is never. */
  readonly failAfter?: number | undefined;
  /** Called once, when the engines die. */
  readonly onDeath?: () => void;
  readonly clock?: LoopClock;
}

/** Spreads sequences over the engines and knows whether they live. */
export class Cluster {
  readonly metrics: readonly EngineMetrics[];
  readonly #loops: readonly EngineLoop[];
  readonly #options: ClusterOptions;
  #accepted = 0;
  #dead = false;

  constructor(config: EngineConfig, options: ClusterOptions) {
    const engines = Array.from(
      { length: options.engines },
      (_, index) => new Engine({ ...config, seed: config.seed + index }, options.blocks),
    );
    this.metrics = engines.map((engine) => new EngineMetrics(engine));
    this.#loops = engines.map((engine, index) =>
      new EngineLoop(engine, this.metrics[index]!, options.clock ?? REAL_CLOCK)
    );
    this.#options = options;
  }

  get isDead(): boolean {
    return this.#dead;
  }

  /** Requests in the engines, and the part of the KV cache in use. */
  get load(): { running: number; waiting: number; usage: number; queries: number; hits: number } {
    const schedulers = this.#loops.map(({ engine }) => engine.scheduler);
    const sum = (value: (scheduler: typeof schedulers[number]) => number) =>
      schedulers.reduce((total, scheduler) => total + value(scheduler), 0);
    return {
      running: sum(({ running }) => running.length),
      waiting: sum(({ waiting }) => waiting.length),
      usage: sum(({ pool }) => pool.usage) / schedulers.length,
      queries: sum(({ counts }) => counts.cacheQueries),
      hits: sum(({ counts }) => counts.cacheHits),
    };
  }

  /** Counts a request. The one after `failAfter` kills the engines, and itself with them. */
  accept(): void {
    if (this.#accepted++ === this.#options.failAfter) this.kill();
  }

  /** Queues a sequence in the engine with the least to do. @returns Aborts it. */
  submit(sequence: Sequence, sink: Sink): () => void {
    const loop = this.#loops.reduce((best, loop) => weight(loop) < weight(best) ? loop : best);
    loop.submit(sequence, sink);
    return () => loop.abort(sequence);
  }

  /** Empties every prefix cache; false if one could not be. */
  resetPrefixCache(): boolean {
    return this.#loops.map(({ engine }) => engine.resetPrefixCache()).every((done) => done);
  }

  /** The engines die; what is in them fails. */
  kill(): void {
    if (this.#dead) return;
    this.stop();
    this.#options.onDeath?.();
  }

  /** Ends all engines. */
  stop(): void {
    this.#dead = true;
    for (const loop of this.#loops) loop.kill();
  }
}

function weight({ engine: { scheduler } }: EngineLoop): number {
  return scheduler.waiting.length * WAITING_WEIGHT + scheduler.running.length;
}
