/** Standard output and error. A reader that went away (`| head`, a terminal that was closed) is no error. */

/** Where a command writes. */
export interface Io {
  /** Data, for standard output. */
  out(text: string): void;
  /** Progress and messages, for standard error. */
  err(text: string): void;
  /** Bytes of subcommands, for standard output. */
  outBytes(bytes: Uint8Array): void;
  /** The same for standard error. */
  errBytes(bytes: Uint8Array): void;
}

const encoder = new TextEncoder();

/** The terminal, or whatever our output goes to. */
export const terminal: Io = {
  out: (text) => write(Deno.stdout, encoder.encode(text)),
  err: (text) => write(Deno.stderr, encoder.encode(text)),
  outBytes: (bytes) => write(Deno.stdout, bytes),
  errBytes: (bytes) => write(Deno.stderr, bytes),
};

/** A message that quotes what somebody wrote: control characters are shown and do nothing to the terminal. */
export function printable(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex
    /[\0-\x08\x0b-\x1f\x7f]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

function write(stream: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  try {
    for (let written = 0; written < bytes.length;) {
      written += stream.writeSync(bytes.subarray(written));
    }
  } catch (error) {
    // A terminal in non-blocking mode may be full for a moment; what is lost is display, not data.
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!["EPIPE", "EIO", "EAGAIN"].includes(code)) throw error;
  }
}
