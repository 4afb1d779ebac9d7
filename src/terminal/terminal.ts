/** Standard output and error, where text of others does nothing to a terminal. A reader that went away (`| head`, a terminal that was closed) is no error. */
import { printable, printableOutput } from "../lib/printable.ts";

/** Where a command writes. Text goes out with what would act on a terminal written out, whoever wrote it. */
export interface Io {
  /** Data, for standard output. */
  out(text: string): void;
  /** Progress and messages, for standard error. */
  err(text: string): void;
  /** Text with escape codes of our own, for standard output: what it quotes is harmless by now. */
  draw(text: string): void;
  /** The same for standard error. */
  drawErr(text: string): void;
  /**
   * Bytes of servers and benchmarks, for standard output: whole lines. A terminal gets their text and colours, whatever else reads
   * gets what they wrote.
   */
  outBytes(bytes: Uint8Array): void;
  /** The same for standard error. */
  errBytes(bytes: Uint8Array): void;
}

const encoder = new TextEncoder();

/** The terminal, or whatever our output goes to. */
export const terminal: Io = {
  out: (text) => write(Deno.stdout, encoder.encode(printable(text))),
  err: (text) => write(Deno.stderr, encoder.encode(printable(text))),
  draw: (text) => write(Deno.stdout, encoder.encode(text)),
  drawErr: (text) => write(Deno.stderr, encoder.encode(text)),
  outBytes: (bytes) => pass(Deno.stdout, bytes),
  errBytes: (bytes) => pass(Deno.stderr, bytes),
};

interface Stream {
  writeSync(bytes: Uint8Array): number;
  isTerminal(): boolean;
}

function pass(stream: Stream, bytes: Uint8Array): void {
  if (!stream.isTerminal()) return write(stream, bytes);
  write(stream, encoder.encode(printableOutput(new TextDecoder().decode(bytes))));
}

function write(stream: Stream, bytes: Uint8Array): void {
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
