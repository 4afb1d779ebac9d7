/** `@std/fs/walk` where only npm can be reached: the npm build of std has no fs. */

/** One entry of a walk. */
export interface WalkEntry extends Deno.DirEntry {
  path: string;
}

/** The options of walk that this project uses. */
export interface WalkOptions {
  maxDepth?: number;
  includeDirs?: boolean;
  includeFiles?: boolean;
  exts?: string[];
  skip?: RegExp[];
}

/** Yields the entries below `root`, depth first, symbolic links not followed. */
export function* walkSync(root: string, options: WalkOptions = {}): Generator<WalkEntry> {
  const { maxDepth = Infinity, includeDirs = true, includeFiles = true, exts, skip } = options;
  if (maxDepth < 0 || skip?.some((pattern) => pattern.test(root))) return;
  if (includeDirs && !exts) {
    const name = root.slice(root.lastIndexOf("/") + 1);
    yield { path: root, name, isFile: false, isDirectory: true, isSymlink: false };
  }
  if (maxDepth < 1) return;
  for (const entry of Deno.readDirSync(root)) {
    const path = `${root}/${entry.name}`;
    if (entry.isDirectory) yield* walkSync(path, { ...options, maxDepth: maxDepth - 1 });
    else if (
      includeFiles && (!exts || exts.some((ext) => path.endsWith(ext))) &&
      !skip?.some((pattern) => pattern.test(path))
    ) {
      yield { path, ...entry };
    }
  }
}
