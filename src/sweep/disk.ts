/** A disk that is full or cannot be written to: an end with its own exit code, not a fault of ours. */
import { EXIT, ServesweepError } from "../lib/errors.ts";

/** System errors that mean it. */
const DISK_CODES = new Set([
  "EACCES",
  "EDQUOT",
  "EEXIST",
  "EIO",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOSPC",
  "ENOTDIR",
  "ENOTEMPTY",
  "EPERM",
  "EROFS",
  "ESTALE",
]);

/**
 * Runs something that writes to a directory.
 *
 * @throws {ServesweepError} With exit code 6 instead of an error of the file system; what was stored is kept.
 */
export async function writingTo<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!DISK_CODES.has(code)) throw error;
    throw new ServesweepError(
      `Cannot write to "${path}": ${(error as Error).message}. What was stored before is kept: ` +
        "make room or name another --output-dir, then go on with --resume",
      EXIT.disk,
      { cause: error },
    );
  }
}
