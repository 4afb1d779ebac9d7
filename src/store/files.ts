/** Looking at files that may not be there, or that another hand has put something else in the place of. */
import { EXIT, ServesweepError } from "../lib/errors.ts";
import { ifThere, readRegular, textOf, UnfitFile } from "../lib/files.ts";

/**
 * A file's text; null if it is not there.
 *
 * @param maxBytes See limits.ts.
 * @throws {ServesweepError} If it cannot be read, is no regular file, or is larger.
 */
export function readIfThere(path: string, maxBytes: number): string | null {
  const bytes = readBytesIfThere(path, maxBytes);
  return bytes === null ? null : textOf(bytes);
}

/** The same as bytes. */
export function readBytesIfThere(path: string, maxBytes: number): Uint8Array<ArrayBuffer> | null {
  return readable(path, () => readRegular(path, { maxBytes }));
}

/**
 * Names in a directory; none if it is not there.
 *
 * @throws {ServesweepError} If it cannot be read, or is none.
 */
export function namesIn(directory: string): Set<string> {
  const names = () => [...Deno.readDirSync(directory)].map(({ name }) => name);
  return new Set(readable(directory, names));
}

/**
 * Size of a regular file in bytes; null if there is none, or something else has its name.
 *
 * @throws {ServesweepError} If it cannot be looked at.
 */
export function fileSize(path: string): number | null {
  const info = readable(path, () => Deno.statSync(path));
  return info?.isFile ? info.size : null;
}

function readable<T>(path: string, look: () => T): T | null {
  try {
    return ifThere(look);
  } catch (error) {
    const isTold = error instanceof UnfitFile || error instanceof Error && "code" in error;
    if (!isTold) throw error;
    throw new ServesweepError(
      `Cannot read "${path}": ${error.message}. Move it away or name another experiment directory`,
      EXIT.disk,
      { cause: error },
    );
  }
}

/** The first name that a directory does not have: `STEM.json`, `STEM-2.json`, `STEM-3.json` ... */
export function freeJsonName(directory: string, stem: string): string {
  const taken = namesIn(directory);
  for (let n = 1;; n++) {
    const name = n === 1 ? `${stem}.json` : `${stem}-${n}.json`;
    if (!taken.has(name)) return name;
  }
}
