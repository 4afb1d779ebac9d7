/** The end of a log, for error messages. */
import { cutBytes, partPath } from "./log_parts.ts";

/** How much of a file is looked at, in bytes. */
const WINDOW_BYTES = 64 * 1024;

/**
 * The last lines that hold text, without escape sequences of colours and carriage-return progress bars. Where the log
 * was rotated and has fewer lines, the others come from its parts.
 *
 * @param from Ignores what stands before this logical offset (see log_parts.ts) in bytes: an earlier process wrote it.
 * @returns At most `lines` lines; none if the file cannot be read.
 */
export function logTail(path: string, lines: number, from = 0): string[] {
  // Somebody else may have emptied it: then what is there is new.
  const log = readEnd(path, (cut, size) => from - cut > size ? 0 : from - cut);
  if (log === null) return [];
  let tail = log.lines;
  if (log.cut > from) {
    // The second part ends where the log begins.
    const part = readEnd(partPath(path, 2), (_, size) => from - (log.cut - size));
    tail = [...part?.lines ?? [], ...tail];
    if (tail.length < lines) {
      const head = readEnd(partPath(path, 1), (cut) => from - cut);
      tail = [...head?.lines ?? [], ...tail];
    }
  }
  return tail.slice(-lines);
}

/** @param start Offset in the file that reading begins at, from how much was cut off before it and from its size. */
function readEnd(
  path: string,
  start: (cut: number, size: number) => number,
): { readonly cut: number; readonly lines: string[] } | null {
  try {
    using file = Deno.openSync(path);
    const { size } = file.statSync();
    const cut = cutBytes(file);
    const begin = Math.max(0, start(cut, size), size - WINDOW_BYTES);
    if (begin >= size) return { cut, lines: [] };
    file.seekSync(begin, Deno.SeekMode.Start);
    const bytes = new Uint8Array(size - begin);
    const read = file.readSync(bytes) ?? 0;
    return { cut, lines: linesOf(new TextDecoder().decode(bytes.subarray(0, read))) };
  } catch {
    return null;
  }
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => plain(line).trimEnd()).filter((line) => line !== "");
}

function plain(line: string): string {
  // deno-lint-ignore no-control-regex
  const bare = line.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").replace(/\r+$/, "");
  return bare.slice(bare.lastIndexOf("\r") + 1);
}
