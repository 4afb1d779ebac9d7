/**
 * One sweep at a time in an experiment directory or on a machine. The lock is an flock: the kernel releases it when
 * its holder dies, however it dies, and no child inherits it. The file stays when the lock is released.
 */
import { EXIT, ServesweepError } from "../lib/errors.ts";
import { sleep } from "../lib/sleep.ts";
import { writeAll } from "./atomic.ts";
import { isStillAt, type LockFile, lockRemedy, openLockFile } from "./lock_file.ts";
import { holderText, type LockHolder, readHolder, seemsGone } from "./lock_holder.ts";

/**
 * What to do if another sweep holds the lock. `fail` ends with exit code 4. `skip` is for timers that start a sweep
 * whether or not the last one is over: that is no failure, so it ends with 0, or cron would send mail and systemd
 * would mark the unit as failed; who wants to be told takes `fail`.
 */
export type IfLocked = "fail" | "wait" | "skip";

/** What {@linkcode takeLock} needs. */
export interface LockOptions {
  readonly path: string;
  readonly holder: LockHolder;
  readonly ifLocked: IfLocked;
  /** It is the lock of all users of the machine. @default {false} */
  readonly shared?: boolean;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
  /** Told at the start of waiting, and whenever another sweep has taken the lock in the meantime, who holds it. */
  readonly onWait?: (text: string) => void;
}

/** First and longest pause between two tries, in milliseconds, and how pauses grow. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1000;
const GROWTH = 1.5;

/** A held lock. Disposing it gives it back. */
export class Lock implements Disposable {
  readonly #opened: LockFile;
  /** The last holder, if it died without giving the lock back; null also if it left no name. */
  readonly stale: LockHolder | null;

  /** @param opened Locked by the caller; belongs to the lock from now on. */
  constructor(opened: LockFile, holder: LockHolder) {
    this.#opened = opened;
    // Giving back empties the file while it is still locked: what is there now is of a holder that could not.
    this.stale = readHolder(opened.file);
    this.#write(JSON.stringify(holder) + "\n");
  }

  /** Gives the lock back. */
  [Symbol.dispose](): void {
    this.#write("");
    this.#opened.file.close();
  }

  /** The name is for messages only: a full disk or a file of another user must not cost the lock. */
  #write(text: string): void {
    const { file, isWritable } = this.#opened;
    if (!isWritable) return;
    try {
      file.truncateSync(0);
      file.seekSync(0, Deno.SeekMode.Start);
      writeAll(file, new TextEncoder().encode(text));
    } catch {
      // The next one is told that the holder left no name.
    }
  }
}

/**
 * Takes a lock; makes its file and directory if they are not there.
 *
 * @returns null if another process holds it and `ifLocked` is `skip`.
 * @throws {ServesweepError} With exit code 4 and the holder's name if another process holds it and `ifLocked` is
 * `fail`; with exit code 6 if the file or its file system cannot be locked.
 * @throws The reason of the signal if it was aborted while we waited.
 */
export async function takeLock(options: LockOptions): Promise<Lock | null> {
  const { path, holder, ifLocked, shared = false, signal, onWait } = options;
  let told: string | null = null;
  for (let pauseMs = FIRST_PAUSE_MS;; pauseMs = Math.min(pauseMs * GROWTH, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    const tried = tryLock(path, holder, shared);
    if (tried instanceof Lock) return tried;
    if (ifLocked === "skip") return null;
    // For an instant each holder has the lock and has not written its name yet: look again before saying so.
    if (tried.isKnown || (told === null && pauseMs > FIRST_PAUSE_MS)) {
      if (ifLocked === "fail") throw locked(path, tried.text);
      if (tried.text !== told) onWait?.(tried.text);
      told = tried.text;
    }
    await sleep(pauseMs, { signal });
  }
}

/** A lock that another process holds. */
interface Held {
  /** `another sweep runs here: pid 12 ...`. */
  readonly text: string;
  /** The text names the holder. */
  readonly isKnown: boolean;
}

function locked(path: string, text: string): ServesweepError {
  return new ServesweepError(
    `Cannot lock "${path}" (--if-locked wait waits for it): ${text}`,
    EXIT.locked,
  );
}

/** Rounds until a file that is replaced each time is given up. */
const ROUNDS = 10;

function tryLock(path: string, holder: LockHolder, shared: boolean): Lock | Held {
  for (let round = 1; round <= ROUNDS; round++) {
    const opened = openLockFile(path, shared);
    let isOurs = false;
    try {
      if (!lockNow(opened.file, path, shared)) return held(readHolder(opened.file), shared);
      // We never remove the file, but a cleaner of /tmp may, and then the next sweep would lock another one.
      isOurs = isStillAt(path, opened.file);
      if (isOurs) return new Lock(opened, holder);
    } finally {
      if (!isOurs) opened.file.close();
    }
  }
  throw new ServesweepError(
    `Cannot lock "${path}": it is replaced all the time. ${lockRemedy(shared)}`,
    EXIT.disk,
  );
}

function lockNow(file: Deno.FsFile, path: string, shared: boolean): boolean {
  try {
    return file.tryLockSync(true);
  } catch (cause) {
    // ENOLCK, EOPNOTSUPP, ENOSYS, EBADF: some mounts of NFS, Lustre and FUSE.
    throw new ServesweepError(
      `Cannot lock "${path}": ${(cause as Error).message}. Its file system does not lock files: ` +
        `mount it with locks (Lustre: option flock; NFS: lock daemon). ${
          lockRemedy(shared)
        } otherwise`,
      EXIT.disk,
      { cause },
    );
  }
}

function held(named: LockHolder | null, shared: boolean): Held {
  const who = `another sweep runs ${shared ? "on this box" : "here"}`;
  const unknown = `${who}, which left no name`;
  if (named === null) return { text: unknown, isKnown: false };
  const name = holderText(named);
  // Such a holder could not write into the file of the one before it.
  if (seemsGone(named)) return { text: `${unknown}; the last that did: ${name}`, isKnown: false };
  return { text: `${who}: ${name}`, isKnown: true };
}
