/** The end of a log file, for error messages. */

/** How much of a file is looked at, in bytes. */
const WINDOW_BYTES = 64 * 1024;

/**
 * The last lines that hold text, without escape sequences of colours and carriage-return progress bars.
 *
 * @param from Ignores what stands before this offset in bytes: an earlier process wrote it.
 * @returns At most `lines` lines; none if the file cannot be read.
 */
export function logTail(path: string, lines: number, from = 0): string[] {
  let text: string;
  try {
    using file = Deno.openSync(path);
    const { size } = file.statSync();
    const start = Math.max(from, size - WINDOW_BYTES);
    if (start >= size) return [];
    file.seekSync(start, Deno.SeekMode.Start);
    const bytes = new Uint8Array(size - start);
    const read = file.readSync(bytes) ?? 0;
    text = new TextDecoder().decode(bytes.subarray(0, read));
  } catch {
    return [];
  }
  return text.split("\n")
    .map((line) => plain(line).trimEnd())
    .filter((line) => line !== "")
    .slice(-lines);
}

function plain(line: string): string {
  // deno-lint-ignore no-control-regex
  const bare = line.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").replace(/\r+$/, "");
  return bare.slice(bare.lastIndexOf("\r") + 1);
}
