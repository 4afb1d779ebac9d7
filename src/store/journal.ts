/** journal.jsonl: one event a line, fsynced, never rewritten. */
import { type Event, eventWithoutResult, JOURNAL_VERSION } from "../record.ts";
import { ServesweepError } from "../errors.ts";
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
 * Reads a journal. A line that is no JSON object is counted and passed over: it was torn by a crash.
 *
 * @returns Null if there is no journal.
 * @throws {ServesweepError} If a newer version of servesweep wrote it.
 */
export function readJournal(path: string): JournalContents | null {
  const text = readIfThere(path);
  if (text === null) return null;
  const events: Event[] = [];
  let tornLines = 0;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const event = parseLine(line);
    if (event === null) tornLines++;
    else {
      if (event.type === "sweep-started" && event.journal > JOURNAL_VERSION) {
        throw new ServesweepError(
          `Cannot read "${path}": a newer servesweep (${event.version}) wrote it. Resume with that version`,
        );
      }
      events.push(event);
    }
  }
  return { events, tornLines };
}

function parseLine(line: string): Event | null {
  try {
    const value: unknown = JSON.parse(line);
    const isEvent = typeof value === "object" && value !== null && "type" in value &&
      typeof value.type === "string";
    return isEvent ? value as Event : null;
  } catch {
    return null;
  }
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
