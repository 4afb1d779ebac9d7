/** journal.jsonl: one event a line, fsynced, never rewritten. */
import { type Event, eventWithoutResult, JOURNAL_VERSION } from "../journal/event.ts";
import { ServesweepError } from "../lib/errors.ts";
import { writeAll } from "./atomic.ts";
import { isEvent } from "../journal/event_check.ts";
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
    const line = JSON.stringify({ ...eventWithoutResult(event), ...extra });
    // One write: a crash tears at most the last line.
    writeAll(this.#file, this.#encoder.encode(line + "\n"));
    this.#file.syncDataSync();
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** The events of a journal, and how many lines could not be read. */
export interface JournalContents {
  readonly events: readonly Event[];
  readonly tornLines: number;
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

/**
 * Reads a journal. A line that is no event, or has a field of another type than that event has, is counted and passed over: it
 * was torn by a crash or written by another hand.
 *
 * @param path Where the text comes from, for messages.
 * @throws {ServesweepError} If a newer version of servesweep wrote it.
 */
export function parseJournal(text: string, path: string): JournalContents {
  const events: Event[] = [];
  let tornLines = 0;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const value = parseLine(line);
    // Before anything else is looked at: a newer version may have changed the fields.
    refuseNewer(value, path);
    if (isEvent(value)) events.push(value);
    else tornLines++;
  }
  return { events, tornLines };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function refuseNewer(value: unknown, path: string): void {
  const { type, journal, version } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (type !== "sweep-started" || typeof journal !== "number" || journal <= JOURNAL_VERSION) return;
  const shown = typeof version === "string" && /^[\w.+-]{1,40}$/.test(version)
    ? ` (${version})`
    : "";
  throw new ServesweepError(
    `Cannot read "${path}": a newer servesweep${shown} wrote it. Resume with that version`,
  );
}

function lastByte(path: string): number | null {
  try {
    using file = Deno.openSync(path);
    if (file.statSync().size === 0) return NEWLINE;
    file.seekSync(-1, Deno.SeekMode.End);
    const byte = new Uint8Array(1);
    file.readSync(byte);
    return byte[0] ?? null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return NEWLINE;
    throw error;
  }
}
