/** Room where results go. */
import { sizeText } from "../lib/size.ts";
import { type Check, fail, ok, warn } from "../result/check.ts";
import { freeSpace, shortage } from "../exec/free_space.ts";
import type { DoctorSubject } from "./subject.ts";

const NAME = "disk";

/** Measures free bytes and inodes. */
export async function probeDisk({ outputDir, minFreeBytes }: DoctorSubject): Promise<Check[]> {
  const short = await shortage(outputDir, minFreeBytes);
  if (short !== null) return [fail(NAME, short, null)];
  const space = await freeSpace(outputDir);
  if (space === null) {
    return [warn(NAME, `The file system of "${outputDir}" does not tell what is free`, null)];
  }
  const inodes = space.freeInodes === null ? "" : ` and ${space.freeInodes} inodes`;
  return [ok(NAME, `${sizeText(space.freeBytes)}${inodes} free for "${outputDir}"`)];
}
