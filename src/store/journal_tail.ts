/** Reading a journal while a sweep appends to it. */
import type { Event } from "../journal/event.ts";
import { JournalReader } from "../journal/codec.ts";
import { regularFile } from "../lib/files.ts";
import { MAX_JOURNAL_BYTES } from "./limits.ts";

const NEWLINE = "\n".charCodeAt(0);

/** Hands out each event once. */
export class JournalTail {
  readonly #path: string;
  readonly #reader: JournalReader;
  /** Bytes that were read: up to the end of a line. */
  #offset = 0;

  constructor(path: string) {
    this.#path = path;
    this.#reader = new JournalReader(path);
  }

  /**
   * The events that were appended since the last time. A last line without its end is left for the next time: it is being
   * written, or was torn.
   *
   * @throws {Error} The system's own, or that it is no regular file, if the file cannot be read.
   * @throws {ServesweepError} If a newer version of servesweep writes it.
   */
  read(): readonly Event[] {
    regularFile(this.#path, { maxBytes: MAX_JOURNAL_BYTES });
    using file = Deno.openSync(this.#path);
    const { size } = file.statSync();
    if (size <= this.#offset) return [];
    file.seekSync(this.#offset, Deno.SeekMode.Start);
    const bytes = new Uint8Array(size - this.#offset);
    let length = 0;
    while (length < bytes.length) {
      const read = file.readSync(bytes.subarray(length));
      if (!read) break;
      length += read;
    }
    const end = bytes.lastIndexOf(NEWLINE, length - 1) + 1;
    this.#offset += end;
    return this.#reader.read(new TextDecoder().decode(bytes.subarray(0, end))).events;
  }
}
