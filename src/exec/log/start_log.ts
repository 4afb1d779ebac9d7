/** The beginning of what a server wrote: its start-up. */
import { cutBytes, partPath } from "./log_parts.ts";

/** Enough for the start-up of eight workers that show progress bars. */
const LIMIT_BYTES = 4 * 1024 * 1024;

/** A file that holds a piece of a log. */
interface Piece {
  readonly path: string;
  /** Logical offsets (see log_parts.ts) of its first byte and behind its last one. */
  readonly begin: number;
  readonly end: number;
}

/**
 * What a process wrote into its log from its start on. Where the log was rotated meanwhile it comes from the parts; what was
 * dropped between them is left out.
 *
 * @param from Logical offset (see log_parts.ts) at which the process began to write.
 * @param limitBytes How much is read at most.
 * @returns Empty if nothing of it can be read.
 */
export function startLog(path: string, from: number, limitBytes = LIMIT_BYTES): string {
  const decoder = new TextDecoder();
  return logBytes(path, from, limitBytes)
    .map((bytes) => decoder.decode(bytes, { stream: true })).join("") + decoder.decode();
}

/**
 * What a log has from an offset on, piece by piece, as in {@linkcode startLog}.
 *
 * @param from Logical offset (see log_parts.ts) in bytes.
 */
export function logBytes(path: string, from: number, limitBytes: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let left = limitBytes;
  let next = from;
  for (const { path: part, begin, end } of piecesOf(path)) {
    // Of pieces that overlap the first one counts.
    const first = Math.max(begin, next);
    const bytes = read(part, first - begin, Math.min(left, end - first));
    parts.push(bytes);
    left -= bytes.length;
    next = Math.max(next, end);
  }
  return parts;
}

/** The files of a log in the order of what they hold. */
function piecesOf(path: string): Piece[] {
  const main = sizesOf(path);
  if (main === null) return [];
  const { cut, size } = main;
  const newest = { path, begin: cut, end: cut + size };
  if (cut === 0) return [newest];
  const head = sizesOf(partPath(path, 1));
  const before = sizesOf(partPath(path, 2));
  return [
    ...(head === null ? [] : [{ path: partPath(path, 1), begin: 0, end: head.size }]),
    ...(before === null ? [] : [{ path: partPath(path, 2), begin: cut - before.size, end: cut }]),
    newest,
  ];
}

function sizesOf(path: string): { readonly cut: number; readonly size: number } | null {
  try {
    using file = Deno.openSync(path);
    return { cut: cutBytes(file), size: file.statSync().size };
  } catch {
    return null;
  }
}

/** Bytes of a file; fewer if it is shorter, none if it cannot be read: it may be rotated away between two reads. */
function read(path: string, offset: number, length: number): Uint8Array {
  if (length <= 0) return new Uint8Array();
  try {
    using file = Deno.openSync(path);
    file.seekSync(offset, Deno.SeekMode.Start);
    const buffer = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const count = file.readSync(buffer.subarray(filled));
      if (!count) break;
      filled += count;
    }
    return buffer.subarray(0, filled);
  } catch {
    return new Uint8Array();
  }
}
