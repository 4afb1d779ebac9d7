/** Writing files so that a reader, or we after a crash, see the old text or the new one and never a part. */
import { basename } from "@std/path/basename";
import { dirname } from "@std/path/dirname";
import { join } from "@std/path/join";
import { removeIfThere } from "../lib/files.ts";

/** Ending of files that are being written. A file with it that is found at start-up is left over. */
const TEMPORARY = ".tmp";

const encoder = new TextEncoder();

/**
 * Writes a whole file: temporary file, fsync, rename, fsync of the directory.
 *
 * @returns Its size in bytes.
 * @throws {Deno.errors.PermissionDenied} And others, as the system says; the old file is untouched then.
 */
export function writeAtomic(path: string, text: string): number {
  return writeAtomicBytes(path, encoder.encode(text));
}

/** The same for bytes. */
export function writeAtomicBytes(path: string, bytes: Uint8Array): number {
  makeAtomic(path, (temporary) => {
    using file = Deno.openSync(temporary, { write: true, createNew: true });
    writeAll(file, bytes);
    file.syncSync();
  });
  return bytes.length;
}

/**
 * The same for a file that something else writes.
 *
 * @param write Makes the whole file under the name that it is given, which nothing has, fsync included.
 */
export function makeAtomic(path: string, write: (temporary: string) => void): void {
  const temporary = join(dirname(path), `.${basename(path)}${TEMPORARY}`);
  // What a crash left, or a link that somebody laid there: it would be written through.
  removeIfThere(temporary);
  try {
    write(temporary);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
  Deno.renameSync(temporary, path);
  syncDirectory(dirname(path));
}

/** Makes the names in a directory durable. */
function syncDirectory(path: string): void {
  using directory = Deno.openSync(path);
  directory.syncSync();
}

/** Writes all bytes: one write may take only a part. */
export function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    written += file.writeSync(bytes.subarray(written));
  }
}

/** True for the name of a temporary file of {@linkcode writeAtomic}. */
export function isTemporaryName(name: string): boolean {
  return name.startsWith(".") && name.endsWith(TEMPORARY);
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // Nothing was made, or the disk is beyond help: the first error says more.
  }
}
