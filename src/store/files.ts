/** Looking at files that may not be there. */

/** A file's text; null if it is not there. */
export function readIfThere(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Names in a directory; none if it is not there. */
export function namesIn(directory: string): Set<string> {
  try {
    return new Set([...Deno.readDirSync(directory)].map(({ name }) => name));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Set();
    throw error;
  }
}

/** The first name that a directory does not have: `STEM.json`, `STEM-2.json`, `STEM-3.json` ... */
export function freeJsonName(directory: string, stem: string): string {
  const taken = namesIn(directory);
  for (let n = 1;; n++) {
    const name = n === 1 ? `${stem}.json` : `${stem}-${n}.json`;
    if (!taken.has(name)) return name;
  }
}
