/** journal.jsonl: one event a line, fsynced, never rewritten. */
import { type JournalContents, journalLine, parseJournal } from "../journal/codec.ts";
import type { Event } from "../journal/event.ts";
import { EXIT, ServesweepError } from "../lib/errors.ts";
import { regularFile, UnfitFile } from "../lib/files.ts";
import { writeAll } from "./atomic.ts";
import { readIfThere } from "./files.ts";
import { HeldJournal } from "./held_directory.ts";
import { MAX_JOURNAL_BYTES } from "./limits.ts";

const NEWLINE = "\n".charCodeAt(0);

/** The journal of an experiment directory, open for appending. */
export class Journal implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #held: HeldJournal;
  readonly #encoder = new TextEncoder();

  /**
   * Opens or makes the file. A torn last line is closed, so that what follows is whole.
   *
   * @throws {ServesweepError} If something else has its name.
   */
  constructor(path: string) {
    this.#file = openJournal(path);
    this.#held = new HeldJournal(path, this.#file);
    if (lastByte(this.#file) !== NEWLINE) this.#write(new Uint8Array([NEWLINE]));
  }

  /**
   * Appends an event. On return it is on disk. Results are not in it: they have files of their own.
   *
   * @throws {LostDirectory} If the file is not what it was.
   */
  append(event: Event, extra: Readonly<Record<string, unknown>> = {}): void {
    this.check();
    // One write: a crash tears at most the last line.
    this.#write(this.#encoder.encode(journalLine(event, extra)));
    this.#file.syncDataSync();
  }

  /** @throws {LostDirectory} If the file is not what it was. */
  check(): void {
    this.#held.check();
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }

  #write(bytes: Uint8Array): void {
    writeAll(this.#file, bytes);
    this.#held.wrote(bytes.length);
  }
}

/**
 * Reads the journal of a file.
 *
 * @returns Null if there is no journal.
 * @throws {ServesweepError} If it cannot be read, or a newer version of servesweep wrote it.
 */
export function readJournal(path: string): JournalContents | null {
  const text = readIfThere(path, MAX_JOURNAL_BYTES);
  return text === null ? null : parseJournal(text, path);
}

/** Never through a link: it might lead out of the directory. */
function openJournal(path: string): Deno.FsFile {
  try {
    const info = regularFile(path, { maxBytes: MAX_JOURNAL_BYTES, followLink: false });
    return Deno.openSync(path, { read: true, append: true, createNew: info === null });
  } catch (error) {
    if (!(error instanceof UnfitFile)) throw error;
    throw new ServesweepError(
      `Cannot write to "${path}": ${error.message}. Move it away or name another experiment directory`,
      EXIT.disk,
      { cause: error },
    );
  }
}

function lastByte(file: Deno.FsFile): number {
  if (file.statSync().size === 0) return NEWLINE;
  file.seekSync(-1, Deno.SeekMode.End);
  const byte = new Uint8Array(1);
  file.readSync(byte);
  return byte[0]!;
}
