/** The text in a lock file: who holds the lock. It is for people; the lock itself is the kernel's. */

import { regularFile } from "../lib/files.ts";

/** Who holds a lock. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Others may read it: secrets must be masked before. */
  readonly command: string;
  /** Kernel's name of the boot; empty where there is none. A pid of another boot means nothing. */
  readonly boot: string;
}

/** Only its beginning is read. */
const ANY_SIZE = { maxBytes: Infinity };

/** More than any command line of a sweep needs, and little enough to read at each look. */
const MAX_BYTES = 64 << 10;

/** Longest command in a message, in characters. */
const MAX_COMMAND = 300;

/** This process as a holder, from now on. */
export function currentHolder(command: string): LockHolder {
  return {
    pid: Deno.pid,
    host: Deno.hostname(),
    since: new Date().toISOString(),
    command,
    boot: bootId(),
  };
}

/** The holder that an open lock file names; null if it is empty, half written or of another kind. */
export function readHolder(file: Deno.FsFile): LockHolder | null {
  const bytes = new Uint8Array(MAX_BYTES);
  file.seekSync(0, Deno.SeekMode.Start);
  const length = file.readSync(bytes) ?? 0;
  try {
    const { pid, host, since, command, boot } = JSON.parse(
      new TextDecoder().decode(bytes.subarray(0, length)),
    );
    const texts = [host, since, command, boot];
    if (!Number.isSafeInteger(pid) || !texts.every((text) => typeof text === "string")) return null;
    return { pid, host, since, command, boot };
  } catch {
    return null;
  }
}

/** The holder that a lock file names; null if nobody holds it, it is not there, or cannot be read. */
export function holderOf(path: string): LockHolder | null {
  try {
    regularFile(path, ANY_SIZE);
    using file = Deno.openSync(path);
    return readHolder(file);
  } catch {
    return null;
  }
}

/** Whether a process holds the lock now, one of another pid namespace too. */
export function isHeld(path: string): boolean {
  try {
    regularFile(path, ANY_SIZE);
    using file = Deno.openSync(path);
    // Shared, and given back at once: whoever wants the lock at this very moment looks again.
    return !file.tryLockSync(false);
  } catch {
    return false;
  }
}

/** A holder in a message: `pid 12 on host since 2026-01-31T22:00:00.000Z: servesweep serve ...`. */
export function holderText({ pid, host, since, command }: LockHolder): string {
  const shown = command.length > MAX_COMMAND ? `${command.slice(0, MAX_COMMAND)} ...` : command;
  return harmless(`pid ${pid} on ${host} since ${since}: ${shown}`);
}

/**
 * True if this holder cannot be the process that holds the lock now: its boot or its process is over.
 * A process of another pid namespace looks the same, so it is no proof.
 */
export function seemsGone({ pid, host, boot }: LockHolder): boolean {
  const ours = bootId();
  // Another machine on the same network file system: nothing is known about its processes.
  if (ours === "" || host !== Deno.hostname()) return false;
  return boot !== ours || !exists(`/proc/${pid}`);
}

function bootId(): string {
  try {
    return Deno.readTextFileSync("/proc/sys/kernel/random/boot_id").trim();
  } catch {
    return "";
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Anybody can write the box lock: no control character of it may reach a terminal. */
function harmless(text: string): string {
  return text.replaceAll(/\p{C}/gu, "?");
}
