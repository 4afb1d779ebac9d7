/** Files that the user names. */
import { EXIT, ServesweepError, UsageError } from "../lib/errors.ts";
import { ifThere } from "../lib/files.ts";

/**
 * Lets a file be written, and says what is wrong with its path if it cannot be.
 *
 * @throws {ServesweepError} If the file cannot be written.
 */
export function writing(path: string, write: () => void): void {
  if (ifThere(() => Deno.statSync(path))?.isDirectory) {
    throw new UsageError(`Cannot write "${path}": it is a directory, expected the name of a file`);
  }
  try {
    write();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isMissing = error instanceof Deno.errors.NotFound;
    throw new ServesweepError(
      `Cannot write "${path}": ${isMissing ? "its directory is not there" : error.message}`,
      isMissing ? EXIT.usage : EXIT.disk,
      { cause: error },
    );
  }
}
