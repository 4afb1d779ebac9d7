/** Following log files while they grow, for `--show-stdout`. Processes write their logs themselves: nothing of theirs waits for us. */
import { pause } from "../../lib/sleep.ts";
import { ifThere } from "../../lib/files.ts";
import { cutBytes } from "./log_parts.ts";
import { WholeLines } from "../whole_lines.ts";

/** Time between two looks at a file. */
const POLL_MS = 100;

/**
 * Passes on what is appended to a file, in whole lines, until a process has ended and everything it wrote was passed on.
 * After a rotation, or when somebody empties the file, it goes on with what is there then. A file that somebody takes away has
 * nothing to pass on.
 *
 * @param from Logical offset (see log_parts.ts) in bytes to begin at.
 * @param ended Settles when nothing more will be written.
 */
export async function follow(
  path: string,
  from: number,
  ended: Promise<unknown>,
  write: (bytes: Uint8Array) => void,
): Promise<void> {
  const end = new AbortController();
  ended.then(() => end.abort());
  const lines = new WholeLines(write);
  let offset = from;
  for (;;) {
    const last = end.signal.aborted;
    offset = pass(path, offset, lines);
    if (last) return lines.end();
    await pause(POLL_MS, { signal: end.signal });
  }
}

/** @returns Logical offset of the end of what was passed on. */
function pass(path: string, from: number, lines: WholeLines): number {
  using file = ifThere(() => Deno.openSync(path));
  if (file === null) return from;
  const cut = cutBytes(file);
  const isShorter = from - cut > file.statSync().size;
  const start = isShorter ? 0 : Math.max(0, from - cut);
  file.seekSync(start, Deno.SeekMode.Start);
  const buffer = new Uint8Array(64 * 1024);
  let passed = 0;
  for (;;) {
    const read = file.readSync(buffer);
    if (read === null) return cut + start + passed;
    lines.add(buffer.slice(0, read));
    passed += read;
  }
}
