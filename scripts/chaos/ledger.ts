/** What was seen of a sweep's results while it lay dead: none of it may ever change, and none of it be measured again. */
import { assertEquals } from "@std/assert";
import { readRun, runFiles } from "./directory.ts";
import type { Reference } from "./reference.ts";

/** A result file as it was first seen. */
interface Seen {
  readonly inode: number | null;
  readonly modifiedAt: number | null;
  readonly text: string;
  /** How often its run had been begun by then. */
  readonly begun: number;
}

/** Keeps account of the results of one experiment directory. */
export class Ledger {
  readonly #root: string;
  readonly #witnessLog: string;
  readonly #reference: Reference;
  readonly #seen = new Map<string, Seen>();
  #begun: ReadonlyMap<string, number> = new Map();

  constructor(root: string, witnessLog: string, reference: Reference) {
    this.#root = root;
    this.#witnessLog = witnessLog;
    this.#reference = reference;
  }

  /** Result files that were there at the last check. */
  get files(): ReadonlySet<string> {
    return new Set(this.#seen.keys());
  }

  /**
   * Looks at the directory while nothing runs.
   *
   * @throws {AssertionError} If a result is torn or wrong, or one that was there before is gone, changed or measured again.
   */
  check(): void {
    this.#begun = begunRuns(this.#root, this.#witnessLog);
    const files = runFiles(this.#root);
    for (const file of this.#seen.keys()) {
      assertEquals(files.includes(file), true, `${file} is gone`);
    }
    for (const file of files) {
      const path = `${this.#root}/${file}`;
      const { ino, mtime } = Deno.statSync(path);
      const now: Seen = {
        inode: ino,
        modifiedAt: mtime?.getTime() ?? null,
        text: Deno.readTextFileSync(path),
        begun: this.#begun.get(file) ?? 0,
      };
      const before = this.#seen.get(file);
      if (before !== undefined) {
        assertEquals(now, before, `${file} was there and has been measured or written again`);
      } else {
        assertEquals(readRun(path), this.#reference.runs.get(file), `${file} is another run`);
        this.#seen.set(file, now);
      }
    }
  }

  /**
   * The last check, after a sweep that nobody disturbed.
   *
   * @throws {AssertionError} As {@linkcode check}, or if a missing run was not measured, or more than once.
   */
  close(): void {
    const missing = [...this.#reference.runs.keys()].filter((file) => !this.#seen.has(file));
    const before = this.#begun;
    this.check();
    for (const file of missing) {
      const times = (this.#begun.get(file) ?? 0) - (before.get(file) ?? 0);
      assertEquals(times, 1, `${file} was measured ${times} times by the last resume`);
    }
  }
}

/** How often the witness saw each run begin, by its result file. */
function begunRuns(root: string, witnessLog: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of readIfThere(witnessLog).split("\n")) {
    const path = /^begin (.*)$/.exec(line)?.[1];
    if (path === undefined) continue;
    // The benchmark writes into a directory of its own: ROOT/COMBINATION/.run=0/run=0.json.
    const file = path.slice(root.length + 1).replace(/\.run=\d+\/(?=[^/]+$)/, "");
    counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  return counts;
}

function readIfThere(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
