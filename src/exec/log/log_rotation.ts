/**
 * Rotation of a log that another process writes. It has the file open for appending, so the file cannot be renamed:
 * its content is copied to a part and then cut off. A writer that appends goes on at the new end.
 */
import { sizeText } from "../../lib/size.ts";
import { freeSpace } from "../free_space.ts";
import { cutBytes, cutLine, keptText, partPath } from "./log_parts.ts";
import { isThere } from "../../lib/files.ts";

/** Read and written at once. */
const PIECE_BYTES = 1024 * 1024;

/** What the last step copies at most while nothing else of ours runs: some ms. */
const REST_PIECES = 8;

/** Smallest cap. Well over the length of the line that a cut log begins with: else that alone would be cut again. */
export const MIN_CAP_BYTES = 4096;

/** @throws {RangeError} If a cap is too small. */
export function checkCap(capBytes: number): void {
  if (capBytes >= MIN_CAP_BYTES) return;
  throw new RangeError(`Cap of a log is ${capBytes} bytes, expected at least ${MIN_CAP_BYTES}`);
}

/**
 * Rotates a log that is over a cap: the first time its content goes to `NAME.1`, later the last `capBytes` of it go to
 * `NAME.2`. What the process writes while we copy is copied too, up to another cap. Results go before logs: a copy that
 * would take more than half of what is free on the disk, or that fails, is given up and the log is cut all the same.
 *
 * @returns True if it was over the cap.
 * @throws {RangeError} If the cap is below {@linkcode MIN_CAP_BYTES}.
 * @throws {Deno.errors.NotFound} If there is no such log.
 * @throws {Error} If the log cannot be cut.
 */
export async function rotateLog(path: string, capBytes: number): Promise<boolean> {
  checkCap(capBytes);
  using log = await Deno.open(path, { read: true, write: true });
  const { size } = await log.stat();
  if (size <= capBytes) return false;
  let part: 1 | 2 = isThere(partPath(path, 1)) ? 2 : 1;
  try {
    if (part === 1 && size > 2 * capBytes) {
      // It grew fast: the head and the end are kept, what is between them is not.
      using copy = await openPart(path, part, capBytes);
      await copyPieces(log, copy, 0, capBytes);
      part = 2;
    }
    const from = part === 1 ? 0 : size - capBytes;
    const limit = size + capBytes;
    using copy = await openPart(path, part, size - from);
    const end = await copyPieces(log, copy, from, limit);
    finish(log, copy, end, limit, keptText(path, part));
  } catch (error) {
    await remove(partPath(path, part)).catch(() => {});
    cut(log, `what came before could not be kept: ${(error as Error).message}`);
  }
  return true;
}

/** @throws {Error} If there is no room for it. */
async function openPart(path: string, part: 1 | 2, bytes: number): Promise<Deno.FsFile> {
  // The room of the old one is for the new one.
  await remove(partPath(path, part));
  const space = await freeSpace(path);
  if (space !== null && space.freeBytes < 2 * bytes) {
    throw new Error(`only ${sizeText(space.freeBytes)} free on the disk`);
  }
  return await Deno.open(partPath(path, part), { write: true, createNew: true });
}

/** Copies until near the end of the log, or up to the limit. @returns Offset of the end of what was copied. */
async function copyPieces(
  log: Deno.FsFile,
  copy: Deno.FsFile,
  from: number,
  limit: number,
): Promise<number> {
  const buffer = new Uint8Array(PIECE_BYTES);
  await log.seek(from, Deno.SeekMode.Start);
  for (let end = from;;) {
    const read = await log.read(buffer.subarray(0, limit - end)) ?? 0;
    for (let written = 0; written < read;) {
      written += await copy.write(buffer.subarray(written, read));
    }
    end += read;
    if (read < PIECE_BYTES) return end;
  }
}

/**
 * Copies what came since, and cuts. Synchronous: between the last read, which finds nothing more, and the cut the
 * process should write as little as possible, for that is lost.
 */
function finish(
  log: Deno.FsFile,
  copy: Deno.FsFile,
  from: number,
  limit: number,
  kept: string,
): void {
  const buffer = new Uint8Array(PIECE_BYTES);
  log.seekSync(from, Deno.SeekMode.Start);
  let end = from;
  for (let piece = 0; piece < REST_PIECES; piece++) {
    const read = log.readSync(buffer.subarray(0, limit - end)) ?? 0;
    if (read === 0) break;
    for (let written = 0; written < read;) {
      written += copy.writeSync(buffer.subarray(written, read));
    }
    end += read;
  }
  const lost = log.statSync().size - end;
  cut(log, lost > 0 ? `${kept}, but for the last ${sizeText(lost)}` : kept);
}

/**
 * Cuts. The line is written over the beginning before the file is cut behind it, not appended after: the process may
 * write at any moment, and the line must be the first one.
 */
function cut(log: Deno.FsFile, fate: string): void {
  const line = cutLine(cutBytes(log) + log.statSync().size, fate);
  log.seekSync(0, Deno.SeekMode.Start);
  for (let written = 0; written < line.length;) written += log.writeSync(line.subarray(written));
  log.truncateSync(line.length);
}

async function remove(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
