/** Files that may not be there. The one file of this folder that reaches the disk. */

/**
 * What a read gives; null if it is not there.
 *
 * @throws What the read throws for any other reason.
 */
export function ifThere<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Text of a file; null if it is not there. */
export function readTextIfThere(path: string): string | null {
  return ifThere(() => Deno.readTextFileSync(path));
}

/** Whether something has the name, a link to nothing too. */
export function isThere(path: string): boolean {
  return ifThere(() => Deno.lstatSync(path)) !== null;
}

/** Removes a file, or a directory with all that is in it. */
export function removeIfThere(path: string): void {
  ifThere(() => Deno.removeSync(path, { recursive: true }));
}
