/** Watching the log of a server that is being measured: an engine that died keeps the server answering, and the benchmark waiting. */
import { engineDeath, mentionsDeath } from "../../result/failure_class.ts";
import { pause } from "../../lib/sleep.ts";

/** Time between two looks. */
const POLL_MS = 500;

/** At most so much of what was written since the last look is read, the end of it. */
const WINDOW_BYTES = 64 * 1024;

/** One for all watches: each read is over before the next one begins. */
const buffer = new Uint8Array(WINDOW_BYTES);
const decoder = new TextDecoder();

const NEWLINE = "\n".charCodeAt(0);

/** The log of one server, with what of it was looked at. */
export class EngineWatch {
  readonly #path: string;
  #offset: number;

  /** Begins at the end of the file, where a server that starts after this writes. The file need not be there yet. */
  constructor(path: string) {
    this.#path = path;
    this.#offset = sizeOf(path);
  }

  /**
   * Looks at what was appended since the last look until a line says that the engine is dead. What came while nobody looked, between
   * two runs or before the first look at one, is looked at first.
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
    const size = sizeOf(this.#path);
    if (size === this.#offset) return null;
    // A log that was rotated begins again.
    const from = size < this.#offset ? 0 : Math.max(this.#offset, size - WINDOW_BYTES);
    const { text, end } = linesOf(this.#path, from, Math.min(size, from + WINDOW_BYTES));
    this.#offset = end;
    // Not each line for itself: servers may write megabytes in a second, and all night.
    return mentionsDeath(text) ? engineDeath(text.split("\n")) : null;
  }
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}

/** Whole lines of a part of a file as one text, and where the rest begins. */
function linesOf(path: string, from: number, to: number): { text: string; end: number } {
  try {
    using file = Deno.openSync(path);
    file.seekSync(from, Deno.SeekMode.Start);
    const bytes = buffer.subarray(0, to - from);
    const whole = bytes.subarray(0, file.readSync(bytes) ?? 0).lastIndexOf(NEWLINE) + 1;
    // A line that is longer than what is looked at is passed over.
    const end = whole === 0 && bytes.length >= WINDOW_BYTES ? to : from + whole;
    return { text: decoder.decode(bytes.subarray(0, whole)), end };
  } catch {
    return { text: "", end: from };
  }
}
