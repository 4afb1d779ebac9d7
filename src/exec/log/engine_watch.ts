/** Watching the log of a server that is being measured: an engine that died keeps the server answering, and the benchmark waiting. */
import { engineDeath, mentionsDeath } from "../../result/failure_class.ts";
import { pause } from "../../lib/sleep.ts";

/** Time between two looks. */
const LOOK_MS = 500;

/** At most so much of what was written since the last look is read, the end of it. */
const WINDOW_BYTES = 64 * 1024;

/** One for all watches: each read is over before the next one begins. */
const buffer = new Uint8Array(WINDOW_BYTES);
const decoder = new TextDecoder();

const NEWLINE = "\n".charCodeAt(0);

/**
 * Looks at what is appended to a log until a line says that the engine is dead.
 *
 * @returns That line; null if the signal was aborted before.
 */
export async function watchEngine(path: string, signal: AbortSignal): Promise<string | null> {
  let offset = sizeOf(path);
  for (;;) {
    await pause(LOOK_MS, { signal });
    if (signal.aborted) return null;
    const size = sizeOf(path);
    if (size === offset) continue;
    // A log that was rotated begins again.
    const from = size < offset ? 0 : Math.max(offset, size - WINDOW_BYTES);
    const { text, end } = linesOf(path, from, Math.min(size, from + WINDOW_BYTES));
    offset = end;
    // Not each line for itself: servers may write megabytes in a second, and all night.
    const line = mentionsDeath(text) ? engineDeath(text.split("\n")) : null;
    if (line !== null) return line;
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
