/** The KV cache as a pool of blocks of equal size, with the prefix cache in the blocks that nobody uses. */

/**
 * Free blocks form a queue, oldest first. A freed block keeps its content until it is taken again, so the queue is
 * also the least-recently-used order of the prefix cache.
 */
export class BlockPool {
  readonly size: number;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #references: Int32Array;
  readonly #hashes: (number | undefined)[];
  readonly #cached = new Map<number, number>();
  #free: number;

  constructor(size: number) {
    this.size = size;
    // Index `size` is the sentinel: head and tail of the ring of free blocks.
    this.#next = new Int32Array(size + 1);
    this.#previous = new Int32Array(size + 1);
    for (let index = 0; index <= size; index++) {
      this.#next[index] = (index + 1) % (size + 1);
      this.#previous[index] = (index + size) % (size + 1);
    }
    this.#references = new Int32Array(size);
    this.#hashes = new Array(size);
    this.#free = size;
  }

  /** Blocks that can be taken. */
  get free(): number {
    return this.#free;
  }

  /** Part of the blocks in use, 0 to 1. */
  get usage(): number {
    return this.size === 0 ? 0 : 1 - this.#free / this.size;
  }

  /** The block with this content, in use or not. */
  find(hash: number): number | undefined {
    return this.#cached.get(hash);
  }

  /** True if taking the block by {@link share} leaves one free block less. */
  isFree(block: number): boolean {
    return this.#references[block] === 0;
  }

  /** `count` blocks of unknown content, or nothing at all if there are not so many. */
  take(count: number): number[] | undefined {
    if (count > this.#free) return undefined;
    const blocks: number[] = [];
    for (let taken = 0; taken < count; taken++) {
      const block = this.#next[this.size]!;
      this.#unlink(block);
      this.#forget(block);
      this.#references[block] = 1;
      blocks.push(block);
    }
    return blocks;
  }

  /** One more user of a block found by its content. */
  share(block: number): void {
    if (this.#references[block]!++ === 0) this.#unlink(block);
  }

  /** Records the content of a block in use, for {@link find}. The first block with a content keeps it. */
  name(block: number, hash: number): void {
    if (this.#hashes[block] !== undefined || this.#cached.has(hash)) return;
    this.#hashes[block] = hash;
    this.#cached.set(hash, block);
  }

  /** Gives the blocks of a sequence back, last one first: the end of a prefix is the least useful part of it. */
  release(blocks: readonly number[]): void {
    for (let index = blocks.length - 1; index >= 0; index--) {
      const block = blocks[index]!;
      if (--this.#references[block]! === 0) this.#append(block);
    }
  }

  /** Forgets all content; false, and nothing happens, while blocks are in use. */
  reset(): boolean {
    if (this.#free < this.size) return false;
    this.#cached.clear();
    this.#hashes.fill(undefined);
    return true;
  }

  #forget(block: number): void {
    const hash = this.#hashes[block];
    if (hash === undefined) return;
    this.#cached.delete(hash);
    this.#hashes[block] = undefined;
  }

  #unlink(block: number): void {
    this.#next[this.#previous[block]!] = this.#next[block]!;
    this.#previous[this.#next[block]!] = this.#previous[block]!;
    this.#free--;
  }

  #append(block: number): void {
    const last = this.#previous[this.size]!;
    this.#next[last] = block;
    this.#previous[block] = last;
    this.#next[block] = this.size;
    this.#previous[this.size] = block;
    this.#free++;
  }
}
