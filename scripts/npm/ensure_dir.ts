/** `@std/fs/ensure-dir` where only npm can be reached: the npm build of std has no fs. */

/** Makes the directory and its parents if they are not there. */
export async function ensureDir(dir: string | URL): Promise<void> {
  await Deno.mkdir(dir, { recursive: true });
}

/** Makes the directory and its parents if they are not there. */
export function ensureDirSync(dir: string | URL): void {
  Deno.mkdirSync(dir, { recursive: true });
}
