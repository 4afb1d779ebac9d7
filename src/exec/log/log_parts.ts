/**
 * What a rotated log consists of: `NAME.1` is its head, which holds the start-up; `NAME.2` what came last before the
 * newest cut; the log itself begins with a line of ours that counts what was cut off.
 *
 * Offsets into a log are logical: they count what was cut off, so that they stay true after a rotation. Of a log that
 * was never rotated they are offsets in the file.
 */
import { EXIT, ServesweepError } from "../../lib/errors.ts";
import { regularFile, UnfitFile } from "../../lib/files.ts";
import { basename } from "@std/path/basename";
import { ifThere } from "../../lib/files.ts";

/** Enough for the count in a line of {@linkcode cutLine}. */
const HEAD_BYTES = 80;

/** Path of a part: 1 for the head, 2 for what came before the newest cut. */
export function partPath(path: string, part: 1 | 2): string {
  return `${path}.${part}`;
}

/**
 * The first line of a log that was cut.
 *
 * @param cutBytes How much was cut off since the log began.
 * @param fate What became of it.
 */
export function cutLine(cutBytes: number, fate: string): Uint8Array {
  return new TextEncoder().encode(`[servesweep] Cut at ${cutBytes} bytes: ${fate}\n`);
}

/** What a reader of the log wants to know about the part that was just written. */
export function keptText(path: string, part: 1 | 2): string {
  const name = basename(path);
  return part === 1
    ? `what came before is in ${name}.1`
    : `what came before is in ${name}.2, the beginning in ${name}.1`;
}

/** How many bytes were cut off before the beginning of an open file; 0 if none. Moves the cursor. */
export function cutBytes(file: Deno.FsFile): number {
  const head = new Uint8Array(HEAD_BYTES);
  file.seekSync(0, Deno.SeekMode.Start);
  const read = file.readSync(head) ?? 0;
  const match = /^\[servesweep\] Cut at (\d+) bytes: /.exec(
    new TextDecoder().decode(head.subarray(0, read)),
  );
  return match === null ? 0 : Number(match[1]);
}

/**
 * Logical offset of the end of a log: where a process that starts now begins to write. 0 if there is no such file.
 *
 * @throws {ServesweepError} If something has its name that is no regular file.
 */
export function logEnd(path: string): number {
  // A pipe would be waited for until somebody writes into it.
  requireRegularLog(path);
  const end = ifThere(() => {
    using file = Deno.openSync(path);
    return cutBytes(file) + file.statSync().size;
  });
  return end ?? 0;
}

/** @throws {ServesweepError} If a log would go through a link, or into something that is no file and may wait for a reader. */
export function requireRegularLog(path: string): void {
  try {
    regularFile(path, { maxBytes: Infinity, followLink: false });
  } catch (error) {
    if (!(error instanceof UnfitFile)) throw error;
    throw new ServesweepError(
      `Cannot write the log "${path}": ${error.message}. Move it away`,
      EXIT.disk,
      { cause: error },
    );
  }
}
