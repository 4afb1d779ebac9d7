/** Writing some files that must not be there yet: all of them or none. */
import { dirname } from "@std/path/dirname";
import { ifThere } from "../lib/files.ts";

/** A file to write. */
export interface NewFile {
  /** Relative to the directory. */
  readonly path: string;
  readonly text: string;
  readonly isExecutable: boolean;
}

/**
 * Writes files into a directory, which is made if it is not there.
 *
 * @throws {Error} The system's own, also if a file is there by now; what was made until then is removed.
 */
export function writeNewFiles(directory: string, files: readonly NewFile[]): void {
  const made: string[] = [];
  try {
    for (const { path, text, isExecutable } of files) {
      const whole = `${directory}/${path}`;
      makeDirectories(dirname(whole), made);
      const mode = isExecutable ? 0o777 : 0o666;
      using file = Deno.openSync(whole, { write: true, createNew: true, mode });
      made.push(whole);
      const bytes = new TextEncoder().encode(text);
      for (let written = 0; written < bytes.length;) {
        written += file.writeSync(bytes.subarray(written));
      }
    }
  } catch (error) {
    for (const path of made.reverse()) Deno.removeSync(path);
    throw error;
  }
}

/** Makes a directory and those above it, and notes the new ones. */
function makeDirectories(path: string, made: string[]): void {
  if (ifThere(() => Deno.statSync(path))?.isDirectory) return;
  if (dirname(path) !== path) makeDirectories(dirname(path), made);
  Deno.mkdirSync(path);
  made.push(path);
}
