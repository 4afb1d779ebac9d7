/** Which experiment directory a sweep uses. */
import { UsageError } from "../lib/errors.ts";
import { localStamp } from "../lib/local_time.ts";

/** Where results go. */
export interface Location {
  readonly path: string;
  /** Name of the directory under the output directory. */
  readonly name: string;
  /** The directory is there, and the sweep goes on in it. */
  readonly isResumed: boolean;
}

/** What the command line says about it. */
export interface LocationOptions {
  readonly outputDir: string;
  /** `-e`, or the name after `--resume`; null for a timestamp. */
  readonly experimentName: string | null;
  readonly resume: boolean;
}

/**
 * Finds the directory. Nothing is made.
 *
 * @throws {UsageError} If it should be there and is not, or the other way round.
 */
export function locate({ outputDir, experimentName, resume }: LocationOptions): Location {
  if (experimentName === null) {
    const name = freeTimestamp(outputDir);
    return { path: join(outputDir, name), name, isResumed: false };
  }
  const path = join(outputDir, experimentName);
  const isThere = isDirectory(path);
  if (resume && !isThere) {
    throw new UsageError(
      `Cannot resume "${path}": there is no such directory${similar(outputDir)}`,
    );
  }
  if (!resume && isThere) {
    throw new UsageError(
      `Cannot overwrite "${path}": it exists. Pass --resume to go on in it, or another --experiment-name`,
    );
  }
  return { path, name: experimentName, isResumed: resume };
}

/** `YYYYMMDD_HHMMSS` in local time, with `_2`, `_3` ... behind it if another sweep began in the same second. */
function freeTimestamp(outputDir: string): string {
  const stamp = localStamp(Date.now(), "_");
  for (let n = 1;; n++) {
    const name = n === 1 ? stamp : `${stamp}_${n}`;
    if (!isDirectory(join(outputDir, name))) return name;
  }
}

/** The newest directories there, for the message. */
function similar(outputDir: string): string {
  let names: string[];
  try {
    names = [...Deno.readDirSync(outputDir)].filter((entry) => entry.isDirectory)
      .map(({ name }) => name).sort().slice(-5);
  } catch {
    return `; nor is "${outputDir}"`;
  }
  if (names.length === 0) return `; "${outputDir}" has none`;
  return `; "${outputDir}" has ${names.map((name) => `"${name}"`).join(", ")}`;
}

function isDirectory(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw new UsageError(`Cannot look at "${path}": ${(error as Error).message}`);
  }
}

/** Not @std/path: loading it takes as long as the rest of a dry run. */
function join(directory: string, name: string): string {
  return `${directory.replace(/(?<=.)\/+$/, "")}/${name}`;
}
