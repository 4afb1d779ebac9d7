/** The locks of a sweep: its directory, and the whole machine if it was asked for. */
import { join } from "@std/path/join";
import type { LockSettings } from "../commands/serve/sharing.ts";
import { ServesweepError } from "../lib/errors.ts";
import { endStoppedForks } from "../exec/process/stopped_forks.ts";
import { LOCK_FILE } from "../plan/paths.ts";
import { quoteWords } from "../spec/shell_words.ts";
import { boxLockPath } from "../store/box_lock.ts";
import { type Lock, takeLock } from "../store/lock.ts";
import { currentHolder, holderText } from "../store/lock_holder.ts";
import type { StopCause } from "./stop_cause.ts";

/** What is locked, and how. */
export interface LocksOptions {
  readonly settings: LockSettings;
  /** Arguments of this process. */
  readonly argv: readonly string[];
  /** Path of the experiment directory. */
  readonly path: string;
  readonly stop: StopCause;
  readonly say: (text: string) => void;
  /** Masks secrets: a lock file can be read by all users. */
  readonly mask: (text: string) => string;
}

/**
 * Takes the locks, the one of the machine first: whoever waits for it keeps nobody out of the directory.
 *
 * @returns To be disposed at the end; null if a lock is held and the sweep is to be skipped.
 * @throws {ServesweepError} With exit code 4 if a lock is held, or that of the stop if there was one meanwhile.
 */
export async function takeLocks(options: LocksOptions): Promise<Disposable | null> {
  const { settings: { ifLocked, boxLock }, argv, path, stop, say, mask } = options;
  const { signal } = stop;
  await endStoppedForks();
  const held = new DisposableStack();
  const holder = currentHolder(mask(quoteWords(["servesweep", ...argv])));
  const files = [
    ...(boxLock ? [{ path: boxLockPath(), shared: true }] : []),
    { path: join(path, LOCK_FILE), shared: false },
  ];
  try {
    for (const file of files) {
      const lock = await takeLock({
        ...file,
        holder,
        ifLocked,
        signal,
        onWait: (text) => say(`Waiting: ${text}`),
      });
      if (lock === null) {
        say(`Nothing is done: another sweep holds "${file.path}" (--if-locked skip)`);
        held.dispose();
        return null;
      }
      held.use(lock);
      sayStale(lock, say);
    }
    return held;
  } catch (error) {
    held.dispose();
    if (!signal.aborted || error !== signal.reason) throw error;
    throw new ServesweepError(`${stop.text} while it waited for a lock`, stop.exitCode);
  }
}

function sayStale({ stale }: Lock, say: (text: string) => void): void {
  if (stale !== null) say(`The lock was left by a sweep that died: ${holderText(stale)}`);
}
