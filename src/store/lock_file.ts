/** Opening a lock file that others, even strangers, open too. */
import { dirname } from "@std/path/dirname";
import { ensureDirSync } from "@std/fs/ensure-dir";
import { EXIT, ServesweepError } from "../lib/errors.ts";
import { BOX_LOCK_VARIABLE } from "./box_lock.ts";

/** An open lock file. */
export interface LockFile {
  readonly file: Deno.FsFile;
  /** False if the file belongs to somebody who does not let us write: it can still be locked. */
  readonly isWritable: boolean;
}

/**
 * Opens a lock file; makes it, and its directory, if it is not there. Never truncates: the text belongs to the holder.
 *
 * @param shared It is a lock of all users of the machine: readable and writable by all whatever the umask.
 * @throws {ServesweepError} With exit code 6 if it is a link or no plain file, nobody lets us read it,
 *   or its directory cannot be made.
 * @throws {Error} The system's own if the lock of an experiment directory cannot be made.
 */
export function openLockFile(path: string, shared: boolean): LockFile {
  // Each round ends unless the file came or went since its first line.
  for (;;) {
    const info = lstat(path);
    const opened = info === null ? create(path, shared) : openExisting(path, info, shared);
    if (opened !== null) return opened;
  }
}

/**
 * True if a path still names the open file. It does not if a cleaner of /tmp removed the file, or somebody put
 * a link in its place, between our look at the path and now: a lock on such a file excludes nobody.
 */
export function isStillAt(path: string, file: Deno.FsFile): boolean {
  const at = lstat(path);
  const ours = file.statSync();
  return at !== null && at.dev === ours.dev && at.ino === ours.ino;
}

/** What to do about a lock that cannot be had. */
export function lockRemedy(shared: boolean): string {
  return shared
    ? `Name a file elsewhere with ${BOX_LOCK_VARIABLE}, the same for all users`
    : "Name another --output-dir";
}

/** @returns null if somebody else was faster. */
function create(path: string, shared: boolean): LockFile | null {
  let file: Deno.FsFile;
  try {
    ensureDirSync(dirname(path));
    // Exclusive creation follows no link, and is not what fs.protected_regular forbids in /tmp.
    file = Deno.openSync(path, { read: true, write: true, createNew: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists && lstat(path) !== null) return null;
    // Not found: a directory that cannot be made, as in /proc.
    if (!shared && !(error instanceof Deno.errors.NotFound)) throw error;
    throw refusal(path, error, lockRemedy(shared));
  }
  if (shared) makePublic(path);
  return { file, isWritable: true };
}

function makePublic(path: string): void {
  try {
    Deno.chmodSync(path, 0o666);
  } catch {
    // A file system without modes: others lock it if they can read it.
  }
}

/** @returns null if it went away. */
function openExisting(path: string, info: Deno.FileInfo, shared: boolean): LockFile | null {
  const remedy = `Remove it if no sweep runs. ${lockRemedy(shared)} otherwise`;
  if (!info.isFile) {
    const kind = info.isSymlink ? "a symbolic link" : "not a plain file";
    throw refusal(path, new Error(`it is ${kind}`), remedy);
  }
  try {
    return { file: Deno.openSync(path, { read: true, write: true }), isWritable: true };
  } catch {
    // Whatever forbids to write: the lock needs no writing.
  }
  try {
    return { file: Deno.openSync(path, { read: true }), isWritable: false };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw refusal(path, error, remedy);
  }
}

function refusal(path: string, cause: unknown, remedy: string): ServesweepError {
  const message = `Cannot open the lock "${path}": ${(cause as Error).message}. ${remedy}`;
  return new ServesweepError(message, EXIT.disk, { cause });
}

function lstat(path: string): Deno.FileInfo | null {
  try {
    return Deno.lstatSync(path);
  } catch {
    // Not there, or out of reach: creating it tells which.
    return null;
  }
}
