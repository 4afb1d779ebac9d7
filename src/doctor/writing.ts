/** Whether files where results go can be written, made durable and locked. */
import { dirname } from "@std/path/dirname";
import { resolve } from "@std/path/resolve";
import { type Check, fail, ok, warn } from "../result/check.ts";
import type { DoctorSubject } from "./subject.ts";

const NAME = "writing";

/** Every event of a sweep waits for one. */
const SLOW_SYNC_MS = 200;

/** Writes a file there, or in the nearest directory that exists, and removes it. */
export async function probeWriting({ outputDir }: DoctorSubject): Promise<Check[]> {
  const directory = await nearest(resolve(outputDir));
  const path = `${directory}/.servesweep-doctor-${crypto.randomUUID()}`;
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path, { read: true, write: true, createNew: true });
  } catch (error) {
    return [unwritable(directory, error)];
  }
  try {
    await file.write(new Uint8Array(4096));
    const startedAt = performance.now();
    await file.sync();
    const syncMs = performance.now() - startedAt;
    return [speed(directory, syncMs), await locking(path, file)];
  } catch (error) {
    return [unwritable(directory, error)];
  } finally {
    file.close();
    await Deno.remove(path);
  }
}

function unwritable(directory: string, error: unknown): Check {
  const reason = (error as Error).message.replace(/: (open|write|fsync).*$/, "");
  return fail(NAME, `Cannot write to "${directory}": ${reason}`, "Name another --output-dir");
}

function speed(directory: string, syncMs: number): Check {
  const text = `"${directory}" can be written to; a sync to its disk takes ${syncMs.toFixed(1)} ms`;
  if (syncMs < SLOW_SYNC_MS) return ok(NAME, text);
  return warn(NAME, text, "Each event of a sweep waits for one: a local disk is better");
}

/** A lock by one open file has to keep out another one. */
async function locking(path: string, file: Deno.FsFile): Promise<Check> {
  const useless = (text: string) =>
    fail(
      NAME,
      text,
      "Name an --output-dir on a local disk: two sweeps could write to one directory",
    );
  try {
    await file.lock(true);
  } catch (error) {
    return useless(`Files cannot be locked: ${(error as Error).message}`);
  }
  using other = await Deno.open(path, { read: true, write: true });
  if (await other.tryLock(true)) return useless("A lock on a file keeps nobody out");
  return ok(NAME, "A lock on a file keeps others out");
}

/** The directory, or the nearest one above it that is there. */
async function nearest(path: string): Promise<string> {
  for (let place = path;; place = dirname(place)) {
    try {
      // A file in the way is told by the attempt to write into it.
      await Deno.stat(place);
      return place;
    } catch (error) {
      const isMissing = error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.NotADirectory;
      if (!isMissing || dirname(place) === place) return place;
    }
  }
}
