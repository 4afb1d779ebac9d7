/** The experiment directory of a sweep that runs: the very directory and the very journal that it began with, or the sweep ends. */
import { EXIT, ServesweepError } from "../lib/errors.ts";
import { ifThere } from "../lib/files.ts";

/** What tells one file from another, whatever its name. */
interface Identity {
  readonly dev: number;
  readonly ino: number | null;
}

/** The directory or its journal is not what it was: what was written from now on would lie elsewhere, or nowhere. */
export class LostDirectory extends ServesweepError {
  override name = "LostDirectory";

  constructor(what: string, remedy: string) {
    super(`The sweep ends: ${what}. ${remedy}`, EXIT.disk);
  }
}

const REMEDY = "What was measured until then is where the directory is now";

/** A directory by its identity. */
export class HeldDirectory {
  readonly #path: string;
  readonly #identity: Identity;

  /** @param path A directory that is there; it may be reached through links. */
  constructor(path: string) {
    this.#path = path;
    this.#identity = Deno.statSync(path);
  }

  /** @throws {LostDirectory} If its path leads to it no more. */
  check(): void {
    const info = look(this.#path);
    if (info !== null && isSame(info, this.#identity)) return;
    const now = info === null ? "" : ", and something else has its name now";
    const moved = nameOf(this.#identity);
    throw new LostDirectory(
      moved === null
        ? `its directory "${this.#path}" was deleted while it ran${now}`
        : `its directory "${this.#path}" was renamed to "${moved}" while it ran${now}`,
      moved === null ? "Run it again" : REMEDY,
    );
  }
}

/** The journal of a sweep that runs: nobody else may write to it. */
export class HeldJournal {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  /** Where our last line ends, in bytes. */
  #size: number;

  constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
    this.#size = file.statSync().size;
  }

  /** Notes what we wrote. */
  wrote(bytes: number): void {
    this.#size += bytes;
  }

  /** @throws {LostDirectory} If its path leads to it no more, or somebody else wrote to it or cut it. */
  check(): void {
    const ours = this.#file.statSync();
    const info = look(this.#path);
    const what = info === null
      ? "was deleted"
      : !isSame(info, ours)
      ? "was replaced by another file"
      : ours.size < this.#size
      ? `was cut from ${this.#size} to ${ours.size} bytes`
      : ours.size > this.#size
      ? "was written to by somebody else"
      : null;
    if (what === null) return;
    throw new LostDirectory(
      `its journal "${this.#path}" ${what} while it ran`,
      "The results that were measured are kept; --resume goes on with them",
    );
  }
}

function look(path: string): Deno.FileInfo | null {
  try {
    return ifThere(() => Deno.statSync(path));
  } catch {
    // A part of its path is no directory any more.
    return null;
  }
}

function isSame(a: Identity, b: Identity): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

/** The path that a directory has now, from a file in it that this process has open; null if it has none. */
function nameOf(identity: Identity): string | null {
  try {
    for (const { name } of Deno.readDirSync("/proc/self/fd")) {
      const target = linkTarget(`/proc/self/fd/${name}`);
      const directory = target?.slice(0, Math.max(0, target.lastIndexOf("/")));
      if (!directory) continue;
      const info = look(directory);
      if (info !== null && isSame(info, identity)) return directory;
    }
  } catch {
    // No /proc: it is told as deleted.
  }
  return null;
}

function linkTarget(path: string): string | null {
  try {
    return Deno.readLinkSync(path);
  } catch {
    // It was closed meanwhile.
    return null;
  }
}
