/** Following log files while they grow, for `--show-stdout`. Processes write their logs themselves: nothing of theirs waits for us. */
import { pause } from "./backoff.ts";

/** Time between two looks at a file. */
const LOOK_MS = 100;

/**
 * Passes on what is appended to a file, until a process has ended and everything it wrote was passed on.
 *
 * @param from Offset in bytes to begin at.
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
    offset += pass(path, offset, write);
    if (last) return;
    await pause(LOOK_MS, end.signal);
  }
}

function pass(path: string, from: number, write: (bytes: Uint8Array) => void): number {
  using file = Deno.openSync(path);
  file.seekSync(from, Deno.SeekMode.Start);
  const buffer = new Uint8Array(64 * 1024);
  let passed = 0;
  for (;;) {
    const read = file.readSync(buffer);
    if (read === null) return passed;
    write(buffer.slice(0, read));
    passed += read;
  }
}
