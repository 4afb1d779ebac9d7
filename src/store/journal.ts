/** journal.jsonl: one event a line, fsynced, never rewritten. */
import { type JournalContents, journalLine, parseJournal } from "../journal/codec.ts";
import type { Event } from "../journal/event.ts";
import { ifThere } from "../lib/files.ts";
import { writeAll } from "./atomic.ts";
import { readIfThere } from "./files.ts";

const NEWLINE = "\n".charCodeAt(0);

/** The journal of an experiment directory, open for appending. */
export class Journal implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #encoder = new TextEncoder();

  /** Opens or makes the file. A torn last line is closed, so that what follows is whole. */
  constructor(path: string) {
    const isTorn = lastByte(path) !== NEWLINE;
    this.#file = Deno.openSync(path, { append: true, create: true });
    if (isTorn && this.#file.statSync().size > 0) writeAll(this.#file, new Uint8Array([NEWLINE]));
  }

  /** Appends an event. On return it is on disk. Results are not in it: they have files of their own. */
  append(event: Event, extra: Readonly<Record<string, unknown>> = {}): void {
    // One write: a crash tears at most the last line.
    writeAll(this.#file, this.#encoder.encode(journalLine(event, extra)));
    this.#file.syncDataSync();
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/**
 * Reads the journal of a file.
 *
 * @returns Null if there is no journal.
 * @throws {ServesweepError} If it cannot be read, or a newer version of servesweep wrote it.
 */
export function readJournal(path: string): JournalContents | null {
  const text = readIfThere(path);
  return text === null ? null : parseJournal(text, path);
}

function lastByte(path: string): number {
  const byte = ifThere(() => {
    using file = Deno.openSync(path);
    if (file.statSync().size === 0) return NEWLINE;
    file.seekSync(-1, Deno.SeekMode.End);
    const byte = new Uint8Array(1);
    file.readSync(byte);
    return byte[0];
  });
  return byte ?? NEWLINE;
}
