/**
 * The history of durations of this machine, of one user: what start-ups, runs and stops took, in every directory. One line of
 * JSON a measurement. It holds hashes of commands, no commands. It is a help and nothing more: that it cannot be read or
 * written is no error of a sweep.
 */
import { DURATION_KINDS, type Measurement } from "../forecast/expected.ts";
import { regularFile } from "../lib/files.ts";

/** Names another file; empty: no history. */
export const HISTORY_VARIABLE = "SERVESWEEP_HISTORY";

/** Version of the lines. Those of another are passed over. */
const HISTORY_VERSION = 1;

/**
 * Above this size the older half is dropped. 3,000 lines are some twenty nights of 54 runs, and few enough to be read in a
 * dry run without being noticed. A sweep of many more runs has its own journal.
 */
const MAX_BYTES = 1 << 19;

/**
 * Path of the history of this machine; null if there is none: it is turned off, or there is no home directory.
 *
 * @param variable Value of an environment variable.
 */
export function historyPath(
  variable: (name: string) => string | undefined = (name) => Deno.env.get(name),
): string | null {
  const named = variable(HISTORY_VARIABLE);
  if (named !== undefined) return named || null;
  const state = variable("XDG_STATE_HOME");
  // The specification has relative paths ignored.
  if (state?.startsWith("/")) return `${state}/servesweep/durations.jsonl`;
  const home = variable("HOME");
  return home?.startsWith("/") ? `${home}/.local/state/servesweep/durations.jsonl` : null;
}

/** Only its end is read. */
const ANY_SIZE = { maxBytes: Infinity };

/** More of one thing say nothing that the newest do not, and reading them would take time. */
const NEWEST = 5;

/**
 * The newest few measurements of each thing in a history, oldest first; none if it is not there or cannot be read. Torn lines
 * are passed over.
 */
export function readHistory(path: string): Measurement[] {
  const counts = new Map<string, number>();
  const measurements: Measurement[] = [];
  for (const line of readEnd(path).split("\n").toReversed()) {
    // What it is comes first in a line: it need not be parsed to be told apart.
    const what = line.slice(0, line.indexOf("]"));
    const count = counts.get(what) ?? 0;
    const measurement = count < NEWEST ? parseLine(line) : null;
    if (measurement === null) continue;
    counts.set(what, count + 1);
    measurements.push(measurement);
  }
  return measurements.reverse();
}

/**
 * Appends measurements, each line with one write: other sweeps may write at the same time.
 *
 * @param maxBytes Size above which the older half is dropped.
 * @returns False if it cannot be written.
 */
export function appendHistory(
  path: string,
  measurements: readonly Measurement[],
  maxBytes = MAX_BYTES,
): boolean {
  if (measurements.length === 0) return true;
  try {
    using file = openAppend(path);
    for (const measurement of measurements) {
      file.writeSync(encoder.encode(`${lineOf(measurement)}\n`));
    }
    if (file.statSync().size > maxBytes) dropOlderHalf(path, maxBytes);
    return true;
  } catch {
    return false;
  }
}

function openAppend(path: string): Deno.FsFile {
  regularFile(path, ANY_SIZE);
  const options = { append: true, create: true, mode: 0o600 };
  try {
    return Deno.openSync(path, options);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    // Not @std/path, here as in the dry run that loads this file: it takes longer to load than the history to read.
    Deno.mkdirSync(path.slice(0, Math.max(0, path.lastIndexOf("/"))) || ".", {
      recursive: true,
      mode: 0o700,
    });
    return Deno.openSync(path, options);
  }
}

/** Rewrites a file that has become too long. What another sweep appends at this very moment may be lost: a few lines. */
function dropOlderHalf(path: string, maxBytes: number): void {
  const lines = readEnd(path, maxBytes / 2).split("\n").filter((line) => parseLine(line) !== null);
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    const text = lines.map((line) => `${line}\n`).join("");
    Deno.writeTextFileSync(temporary, text, { createNew: true, mode: 0o600 });
    Deno.renameSync(temporary, path);
  } catch (error) {
    try {
      Deno.removeSync(temporary);
    } catch {
      // It was not made.
    }
    throw error;
  }
}

/** The end of a file; empty if it cannot be read. Somebody else may have made it long. */
function readEnd(path: string, bytes = 2 * MAX_BYTES): string {
  try {
    if (regularFile(path, ANY_SIZE) === null) return "";
    using file = Deno.openSync(path);
    const info = file.statSync();
    const from = Math.max(0, info.size - bytes);
    file.seekSync(from, Deno.SeekMode.Start);
    const buffer = new Uint8Array(info.size - from);
    let length = 0;
    for (;;) {
      const read = file.readSync(buffer.subarray(length));
      if (!read) break;
      length += read;
    }
    return new TextDecoder().decode(buffer.subarray(0, length));
  } catch {
    return "";
  }
}

function lineOf({ kind, atMs, ms, keys }: Measurement): string {
  return JSON.stringify({ v: HISTORY_VERSION, kind, keys, at: atMs, ms });
}

const kinds: ReadonlySet<unknown> = new Set(DURATION_KINDS);

function parseLine(line: string): Measurement | null {
  if (!line.startsWith("{")) return null;
  try {
    const { v, kind, at, ms, keys } = JSON.parse(line);
    const isMeasurement = v === HISTORY_VERSION && kinds.has(kind) && Number.isFinite(at) &&
      Number.isFinite(ms) && ms >= 0 && Array.isArray(keys) && keys.length > 0 &&
      keys.every((key) => typeof key === "string");
    return isMeasurement ? { kind, atMs: at, ms, keys } : null;
  } catch {
    return null;
  }
}

const encoder = new TextEncoder();
