/** Files that may not be there. The one file of this folder that reaches the disk. */
import { sizeText } from "./size.ts";

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

/** How much of a file is read at most, and whether a link is one. */
export interface RegularOptions {
  readonly maxBytes: number;
  /** A symbolic link counts as what it leads to. @default {true} */
  readonly followLink?: boolean;
}

/** A file that is not read: it is no regular file, or too large. The message continues a sentence: `it is a named pipe`. */
export class UnfitFile extends Error {
  override name = "UnfitFile";

  constructor(message: string, readonly isTooLarge = false) {
    super(message);
  }
}

/**
 * Looks at what has a name before it is opened: opening a named pipe would wait for ever, and a device never ends.
 *
 * @returns Null if nothing has the name.
 * @throws {UnfitFile} If it is no regular file, or too large.
 * @throws {Error} The system's own, if it cannot be looked at.
 */
export function regularFile(
  path: string,
  { maxBytes, followLink = true }: RegularOptions,
): Deno.FileInfo | null {
  const info = ifThere(() => (followLink ? Deno.statSync : Deno.lstatSync)(path));
  if (info === null) return null;
  if (!info.isFile) throw new UnfitFile(`it is ${kindOf(info)}, expected a regular file`);
  if (info.size > maxBytes) {
    const [size, limit] = [sizeText(info.size), sizeText(maxBytes)];
    throw new UnfitFile(`it has ${size}, more than the limit of ${limit}`, true);
  }
  return info;
}

/**
 * The bytes of a regular file; null if it is not there.
 *
 * @throws What {@linkcode regularFile} throws.
 */
export function readRegular(path: string, options: RegularOptions): Uint8Array<ArrayBuffer> | null {
  return regularFile(path, options) === null ? null : ifThere(() => Deno.readFileSync(path));
}

/** The bytes as text; what is no UTF-8 shows as U+FFFD. A byte order mark is kept. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** What has a name, for a message. */
export function kindOf(info: Deno.FileInfo): string {
  if (info.isFile) return "a regular file";
  if (info.isDirectory) return "a directory";
  if (info.isSymlink) return "a symbolic link";
  if (info.isFifo) return "a named pipe";
  return info.isSocket ? "a socket" : "a device";
}
