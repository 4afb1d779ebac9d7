/** Following log files while they grow, for `--show-stdout`. Processes write their logs themselves: nothing of theirs waits for us. */
import { pause } from "./backoff.ts";
import { cutBytes } from "./log_parts.ts";

/** Time between two looks at a file. */
const LOOK_MS = 100;

/**
 * Passes on what is appended to a file, until a process has ended and everything it wrote was passed on.
 * After a rotation, or when somebody empties the file, it goes on with what is there then.
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
  let offset = from;
  for (;;) {
    const last = end.signal.aborted;
    offset = pass(path, offset, write);
    if (last) return;
    await pause(LOOK_MS, end.signal);
  }
}

/** @returns Logical offset of the end of what was passed on. */
function pass(path: string, from: number, write: (bytes: Uint8Array) => void): number {
  using file = Deno.openSync(path);
  const cut = cutBytes(file);
  const isShorter = from - cut > file.statSync().size;
  const start = isShorter ? 0 : Math.max(0, from - cut);
  file.seekSync(start, Deno.SeekMode.Start);
  const buffer = new Uint8Array(64 * 1024);
  let passed = 0;
  for (;;) {
    const read = file.readSync(buffer);
    if (read === null) return cut + start + passed;
    write(buffer.slice(0, read));
    passed += read;
  }
}
