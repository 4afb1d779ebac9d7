/** Room on a disk: a sweep of a night should end before it fills a disk that others write to as well. */
import { dirname } from "@std/path/dirname";
import { sizeText } from "../lib/size.ts";

/** Each run makes about ten files; this is some runs ahead of the end, as a person can still do something about it. */
const MIN_FREE_INODES = 1_000;

/** What a file system still has for us. */
export interface FreeSpace {
  /** The path that was looked at: the one asked for, or its nearest parent that exists. */
  readonly path: string;
  /** Without the blocks that are reserved for root. */
  readonly freeBytes: number;
  /** Null where the file system does not count inodes, as btrfs and some network ones. */
  readonly freeInodes: number | null;
}

/**
 * Looks how much room there is where a path is or will be.
 *
 * @returns Null if the file system does not tell, as some network ones, or may not be asked.
 */
export async function freeSpace(path: string): Promise<FreeSpace | null> {
  const { statfsSync } = await nodeFs();
  for (let place = path;; place = dirname(place)) {
    try {
      return describe(place, statfsSync(place));
    } catch (error) {
      const isMissing = /^(ENOENT|ENOTDIR)$/.test(errorCode(error));
      if (!isMissing || dirname(place) === place) return null;
    }
  }
}

/**
 * What is short where a path is or will be, as text for the user; null if there is enough, or nobody knows.
 *
 * @param minFreeBytes 0 for no check, not of inodes either.
 */
export async function shortage(path: string, minFreeBytes: number): Promise<string | null> {
  if (minFreeBytes === 0) return null;
  const space = await freeSpace(path);
  if (space === null) return null;
  const { freeBytes, freeInodes } = space;
  const place = `on the file system of "${space.path}"`;
  if (freeBytes < minFreeBytes) {
    return `Only ${sizeText(freeBytes)} free ${place}, --min-free asks for ${
      sizeText(minFreeBytes)
    }: make room, name another --output-dir or lower --min-free`;
  }
  if (freeInodes !== null && freeInodes < MIN_FREE_INODES) {
    return `Only ${freeInodes} inodes free ${place}, a sweep needs ${MIN_FREE_INODES}: ` +
      "remove files, name another --output-dir, or turn the check off with --min-free 0";
  }
  return null;
}

/** The fields of statfs(2) that are needed; -1 where a file system does not know. */
interface Counts {
  readonly bsize: number;
  /** Unit of the counts of blocks, where it is not `bsize`. */
  readonly frsize?: number;
  readonly blocks: number;
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
}

function describe(path: string, counts: Counts): FreeSpace | null {
  const { bsize, frsize, blocks, bavail, files, ffree } = counts;
  // No blocks at all: not a full disk but one that does not count, as many FUSE ones.
  if (blocks <= 0 || bavail < 0) return null;
  return {
    path,
    freeBytes: bavail * (frsize || bsize),
    freeInodes: files > 0 && ffree >= 0 ? ffree : null,
  };
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Loaded here and not above: it takes half as long as the start of Deno, and a dry run needs none of it. */
function nodeFs(): Promise<typeof import("node:fs")> {
  return import("node:fs");
}
