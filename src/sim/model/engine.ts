/** The simulated engine without a clock: it says what a step does and how long it takes; the caller lets time pass. */
import { BlockPool } from "./block_pool.ts";
import type { EngineConfig } from "./config.ts";
import { stepSeconds } from "./cost.ts";
import { type Gpu, H100 } from "./hardware.ts";
import { StepNoise } from "./noise.ts";
import { type Batch, Scheduler } from "./scheduler.ts";
import type { Sequence } from "./sequence.ts";

/** A step that has begun. */
export interface Step {
  readonly batch: Batch;
  /** How long it takes, noise and time scale included. */
  readonly seconds: number;
}

/** A sequence that got a token; finished if its `finishReason` is set. */
export interface TokenEvent {
  readonly sequence: Sequence;
  readonly token: number;
}

/** One engine core with its scheduler and KV cache. A server with data parallelism has several. */
export class Engine {
  readonly scheduler: Scheduler;
  readonly #noise: StepNoise;

  /** @param blocks Size of the KV cache in blocks. */
  constructor(readonly config: EngineConfig, blocks: number, readonly gpu: Gpu = H100) {
    this.scheduler = new Scheduler(config, new BlockPool(blocks));
    this.#noise = new StepNoise(config.seed, config.noise, config.drift);
  }

  /** Begins the next step, or undefined if nothing waits or runs. */
  begin(): Step | undefined {
    const batch = this.scheduler.schedule();
    if (batch === undefined) return undefined;
    const seconds = this.#noise.apply(stepSeconds(batch.load, this.config, this.gpu));
    return { batch, seconds: seconds * this.config.slowdown * this.config.timeScale };
  }

  /** Ends a step: the new tokens. Sequences aborted in between get none. */
  end(step: Step): TokenEvent[] {
    this.scheduler.computed(step.batch);
    const events: TokenEvent[] = [];
    for (const { sequence } of step.batch.entries) {
      if (sequence.state !== "running" || sequence.computed < sequence.tokens.length) continue;
      const { request } = sequence;
      const token = request.tokenAt(sequence.generated);
      sequence.tokens.push(token);
      if (request.stopAfter !== undefined && sequence.generated >= request.stopAfter) {
        sequence.finishReason = "stop";
      } else if (sequence.generated >= request.maxTokens) {
        sequence.finishReason = "length";
      }
      if (sequence.finishReason !== undefined) this.scheduler.remove(sequence);
      events.push({ sequence, token });
    }
    return events;
  }

  /** Ends a sequence early. */
  abort(sequence: Sequence): void {
    if (sequence.state === "finished") return;
    sequence.finishReason = "abort";
    this.scheduler.remove(sequence);
  }

  /** Empties the prefix cache; false while sequences hold blocks. */
  resetPrefixCache(): boolean {
    return this.scheduler.pool.reset();
  }
}
