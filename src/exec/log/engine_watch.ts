/** Watching the log of a server that is being measured: an engine that died keeps the server answering, and the benchmark waiting. */
import { engineDeath, mentionsDeath } from "../../result/failure_class.ts";
import { pause } from "../../lib/sleep.ts";
import { logEnd } from "./log_parts.ts";
import { logBytes } from "./start_log.ts";

/** Time between two looks. */
const POLL_MS = 500;

/** At most so much of what was written since the last look is read, the end of it: a death is the last thing that a log tells. */
const WINDOW_BYTES = 1024 * 1024;

/** Of a line that is longer than this the end is passed over. */
const LINE_BYTES = 64 * 1024;

const NEWLINE = "\n".charCodeAt(0);

/** The log of one server, with what of it was looked at. */
export class EngineWatch {
  readonly #path: string;
  /** Logical offset (see log_parts.ts) of what was not looked at yet: rotations do not move it. */
  #offset: number;

  /** Begins at the end of the file, where a server that starts after this writes. The file need not be there yet. */
  constructor(path: string) {
    this.#path = path;
    this.#offset = logEnd(path);
  }

  /**
   * Looks at what was appended since the last look until a line says that the engine is dead. What came while nobody looked, while
   * the server loaded, between two runs or before the first look at one, is looked at first.
   *
   * @returns That line; null if the signal was aborted before.
   */
  async untilDeath(signal: AbortSignal): Promise<string | null> {
    while (!signal.aborted) {
      const line = this.#look();
      if (line !== null) return line;
      await pause(POLL_MS, { signal });
    }
    return null;
  }

  #look(): string | null {
    const size = logEnd(this.#path);
    if (size === this.#offset) return null;
    // Somebody else may have emptied it.
    const from = Math.max(size < this.#offset ? 0 : this.#offset, size - WINDOW_BYTES);
    const bytes = logBytes(this.#path, from, WINDOW_BYTES);
    const length = bytes.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const last = bytes.at(-1) ?? new Uint8Array();
    const begun = last.length - (last.lastIndexOf(NEWLINE) + 1);
    // A line that is not whole yet is looked at again.
    const rest = begun > LINE_BYTES ? 0 : begun;
    // It may have grown since, and what a rotation dropped is not there.
    this.#offset = Math.max(size, from + length) - rest;
    const decoder = new TextDecoder();
    const text = bytes.map((piece) => decoder.decode(piece, { stream: true })).join("");
    // Not each line for itself: servers may write megabytes in a second, and all night.
    return mentionsDeath(text) ? engineDeath(text.split("\n")) : null;
  }
}
