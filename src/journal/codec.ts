/** Lines of journal.jsonl, written and read back: one event a line, in JSON. */
import { ServesweepError } from "../lib/errors.ts";
import { isMoment, isRecord, isText } from "./check.ts";
import { type Event, eventWithoutResult, JOURNAL_VERSION } from "./event.ts";
import { EVENT_TYPES, isEventBody } from "./event_checks.ts";
import { Version1 } from "./version_1.ts";

/** The events of a journal, and how many lines could not be read. */
export interface JournalContents {
  readonly events: readonly Event[];
  readonly tornLines: number;
}

/**
 * The line of an event, with its end. Results are not in it: they have files of their own.
 *
 * @param extra More fields.
 */
export function journalLine(event: Event, extra: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify({ ...eventWithoutResult(event), ...extra })}\n`;
}

/**
 * Reads a whole journal: see {@linkcode JournalReader}.
 *
 * @param path Where the text comes from, for messages.
 * @throws {ServesweepError} If a newer version of servesweep wrote it.
 */
export function parseJournal(text: string, path: string): JournalContents {
  return new JournalReader(path).read(text);
}

/** Reads a journal in pieces. Sessions of older versions are lifted: nobody who reads their events knows that they were other ones. */
export class JournalReader {
  readonly #path: string;
  /** Of the session that is read; null for one of today's version. */
  #older: Version1 | null = new Version1();

  /** @param path Where the text comes from, for messages. */
  constructor(path: string) {
    this.#path = path;
  }

  /**
   * The events of the next lines. A line that is no event, or has a field of another type than that event has, or a time that
   * no clock shows, is counted and passed over: it was torn by a crash or written by another hand.
   *
   * @param text Whole lines.
   * @throws {ServesweepError} If a newer version of servesweep wrote them.
   */
  read(text: string): JournalContents {
    const events: Event[] = [];
    let tornLines = 0;
    for (const line of text.split("\n")) {
      if (line === "") continue;
      const event = this.#event(parseLine(line));
      if (event === null) tornLines++;
      else events.push(event);
    }
    return { events, tornLines };
  }

  #event(value: unknown): Event | null {
    if (!isRecord(value)) return null;
    // Before anything else is looked at: a newer version may have changed the fields.
    this.#begin(value);
    const { type, time } = value;
    if (!isText(type) || !isMoment(time)) return null;
    // Nobody reads an event of a type that is not known here.
    if (!EVENT_TYPES.has(type)) return value as unknown as Event;
    const event = this.#older === null ? value : this.#older.lift(value);
    if (!isEventBody(event)) return null;
    return (type === "run-finished" ? { ...event, result: null, rawResult: null } : event) as Event;
  }

  /** A session says of which version its lines are. */
  #begin({ type, journal, version }: Readonly<Record<string, unknown>>): void {
    if (type !== "sweep-started" || typeof journal !== "number") return;
    if (journal > JOURNAL_VERSION) {
      const shown = isText(version) && /^[\w.+-]{1,40}$/.test(version) ? ` (${version})` : "";
      throw new ServesweepError(
        `Cannot read "${this.#path}": a newer servesweep${shown} wrote it. Resume with that version`,
      );
    }
    this.#older = journal === JOURNAL_VERSION ? null : new Version1();
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
