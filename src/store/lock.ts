/** One sweep at a time in an experiment directory. The kernel releases the lock when its holder dies, however it dies. */
import { dirname } from "@std/path/dirname";
import { ensureDirSync } from "@std/fs/ensure-dir";
import { EXIT, ServesweepError } from "../errors.ts";
import { writeAll } from "./atomic.ts";

/** Who holds a lock. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly command: string;
}

/** A held lock. Disposing it gives it back. */
export class Lock implements Disposable {
  readonly #file: Deno.FsFile;

  /**
   * Takes the lock; makes its directory if it is not there.
   *
   * @throws {ServesweepError} With exit code 4 and the holder's name if another process holds it.
   */
  constructor(path: string, holder: LockHolder) {
    ensureDirSync(dirname(path));
    // No truncation before the lock is ours: the text belongs to the holder.
    this.#file = Deno.openSync(path, { read: true, write: true, create: true });
    if (!this.#file.tryLockSync(true)) {
      this.#file.close();
      throw new ServesweepError(`Cannot lock "${path}": ${describe(path)}`, EXIT.locked);
    }
    this.#file.truncateSync(0);
    writeAll(this.#file, new TextEncoder().encode(JSON.stringify(holder) + "\n"));
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

function describe(path: string): string {
  try {
    const { pid, host, since, command }: LockHolder = JSON.parse(Deno.readTextFileSync(path));
    return `another sweep runs here: pid ${pid} on ${host} since ${since}: ${command}`;
  } catch {
    return "another sweep runs here";
  }
}
