/** Continuous batching as in vLLM's V1 scheduler: which sequences compute how many tokens in the next step. */
import type { BlockPool } from "./block_pool.ts";
import type { StepLoad } from "./cost.ts";
import type { Sequence } from "./sequence.ts";

export interface SchedulerConfig {
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly blockSize: number;
  readonly prefixCaching: boolean;
  readonly chunkedPrefill: boolean;
  readonly longPrefillThreshold: number;
}

/** One sequence in a batch. */
export interface BatchEntry {
  readonly sequence: Sequence;
  /** Tokens it computes. */
  readonly tokens: number;
}

export interface Batch {
  readonly entries: readonly BatchEntry[];
  readonly load: StepLoad;
}

/**
 * Running sequences come first, in order of admission; the token budget that they leave goes to waiting ones, first
 * come, first served. When blocks run out the sequence admitted last is preempted: it loses its blocks, goes back to
 * the head of the queue and computes everything again.
 */
export class Scheduler {
  readonly running: Sequence[] = [];
  readonly waiting: Sequence[] = [];
  /** Sums since the start; tokens for the two of the prefix cache. */
  readonly counts = { preemptions: 0, cacheQueries: 0, cacheHits: 0 };

  constructor(readonly config: SchedulerConfig, readonly pool: BlockPool) {}

  add(sequence: Sequence): void {
    this.waiting.push(sequence);
  }

  /** Ends a sequence in any state and frees its blocks. */
  remove(sequence: Sequence): void {
    if (sequence.state === "finished") return;
    const queue = sequence.state === "running" ? this.running : this.waiting;
    queue.splice(queue.indexOf(sequence), 1);
    sequence.state = "finished";
    this.#release(sequence);
  }

  /** The next batch, or undefined if there is nothing to do. */
  schedule(): Batch | undefined {
    const entries: BatchEntry[] = [];
    let budget = this.config.maxNumBatchedTokens;
    const preempted = this.counts.preemptions;
    for (let index = 0; index < this.running.length && budget > 0; index++) {
      const sequence = this.running[index]!;
      const tokens = Math.min(this.#chunk(sequence.tokens.length - sequence.computed), budget);
      if (!this.#makeRoom(sequence, tokens)) break;
      entries.push({ sequence, tokens });
      budget -= tokens;
    }
    if (this.counts.preemptions === preempted) {
      while (budget > 0) {
        const entry = this.#admit(budget);
        if (entry === undefined) break;
        entries.push(entry);
        budget -= entry.tokens;
      }
    }
    return entries.length === 0 ? undefined : { entries, load: loadOf(entries) };
  }

  /** Records that the batch has been computed, before the new tokens are appended. */
  computed(batch: Batch): void {
    for (const { sequence, tokens } of batch.entries) {
      if (sequence.state !== "running") continue;
      sequence.computed += tokens;
      if (this.config.prefixCaching) this.#name(sequence);
    }
  }

  #chunk(tokens: number): number {
    const threshold = this.config.longPrefillThreshold;
    const alone = this.running.length + this.waiting.length <= 1;
    return threshold > 0 && !alone ? Math.min(tokens, threshold) : tokens;
  }

  /** Blocks for a running sequence, at the cost of those admitted after it; false if it was itself preempted. */
  #makeRoom(sequence: Sequence, tokens: number): boolean {
    while (!this.#extend(sequence, tokens)) {
      const victim = this.running.pop()!;
      this.#release(victim);
      victim.state = "waiting";
      victim.preemptions++;
      this.counts.preemptions++;
      this.waiting.unshift(victim);
      if (victim === sequence) return false;
    }
    return true;
  }

  /** Moves the head of the queue into the batch if a place, the budget and the blocks allow it. */
  #admit(budget: number): BatchEntry | undefined {
    const sequence = this.waiting[0];
    if (sequence === undefined || this.running.length >= this.config.maxNumSeqs) return undefined;
    const hits = this.#cachedBlocks(sequence);
    const cached = hits.length * this.config.blockSize;
    const missing = sequence.tokens.length - cached;
    if (!this.config.chunkedPrefill && missing > budget) return undefined;
    const tokens = Math.min(this.config.chunkedPrefill ? this.#chunk(missing) : missing, budget);
    // The whole input must fit, not only the first chunk, or many half-computed prompts would evict one another.
    const needed = this.#blocksFor(sequence.tokens.length) - hits.length;
    const revived = hits.filter((block) => this.pool.isFree(block)).length;
    if (needed + revived > this.pool.free) return undefined;

    for (const block of hits) this.pool.share(block);
    sequence.blocks = hits;
    sequence.named = hits.length;
    sequence.computed = cached;
    this.#extend(sequence, tokens);
    this.waiting.shift();
    sequence.state = "running";
    this.running.push(sequence);
    if (sequence.cachedTokens === undefined) {
      sequence.cachedTokens = cached;
      if (this.config.prefixCaching) {
        this.counts.cacheQueries += sequence.tokens.length;
        this.counts.cacheHits += cached;
      }
    }
    return { sequence, tokens };
  }

  #cachedBlocks(sequence: Sequence): number[] {
    if (!this.config.prefixCaching) return [];
    const hits: number[] = [];
    // The last token is always computed: its output is what the next token is sampled from.
    const usable = Math.floor((sequence.tokens.length - 1) / this.config.blockSize);
    while (hits.length < usable) {
      const block = this.pool.find(sequence.hash(hits.length, this.config.blockSize));
      if (block === undefined) break;
      hits.push(block);
    }
    return hits;
  }

  #extend(sequence: Sequence, tokens: number): boolean {
    const count = this.#blocksFor(sequence.computed + tokens) - sequence.blocks.length;
    if (count <= 0) return true;
    const blocks = this.pool.take(count);
    if (blocks === undefined) return false;
    sequence.blocks.push(...blocks);
    return true;
  }

  #name(sequence: Sequence): void {
    const full = Math.floor(sequence.computed / this.config.blockSize);
    for (; sequence.named < full; sequence.named++) {
      const hash = sequence.hash(sequence.named, this.config.blockSize);
      this.pool.name(sequence.blocks[sequence.named]!, hash);
    }
  }

  #blocksFor(tokens: number): number {
    return Math.ceil(tokens / this.config.blockSize);
  }

  #release(sequence: Sequence): void {
    this.pool.release(sequence.blocks);
    sequence.blocks = [];
    sequence.named = 0;
    sequence.computed = 0;
  }
}

function loadOf(entries: readonly BatchEntry[]): StepLoad {
  let tokens = 0, sampled = 0, prefillTokens = 0, decodeContext = 0, prefillContext = 0;
  for (const { sequence, tokens: count } of entries) {
    const end = sequence.computed + count;
    tokens += count;
    if (end === sequence.tokens.length) sampled++;
    if (count === 1 && sequence.generated > 0) {
      decodeContext += end;
    } else {
      prefillTokens += count;
      // Token k attends to the k tokens up to itself: the sum from computed + 1 to end.
      prefillContext += count * (sequence.computed + 1 + end) / 2;
    }
  }
  return {
    sequences: entries.length,
    tokens,
    sampled,
    prefillTokens,
    decodeContext,
    prefillContext,
  };
}
