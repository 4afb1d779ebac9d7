/** Text of several processes on one terminal: in whole lines, or they would stand in the middle of one another. */

const NEWLINE = 0x0a;
/** Progress bars write over their line. */
const RETURN = 0x0d;

/** A line that is longer is passed on in parts: who never ends one must not fill our memory. */
const LONGEST_BYTES = 64 * 1024;

/** Holds back the beginning of a line until the rest of it comes. */
export class WholeLines {
  readonly #write: (bytes: Uint8Array) => void;
  #rest = new Uint8Array();

  /** @param write Is given one or more whole lines at a time. */
  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  /** Takes more text. */
  add(bytes: Uint8Array): void {
    const end = 1 + Math.max(bytes.lastIndexOf(NEWLINE), bytes.lastIndexOf(RETURN));
    const isTooLong = end === 0 && this.#rest.length + bytes.length > LONGEST_BYTES;
    const cut = isTooLong ? bytes.length : end;
    if (cut > 0) {
      this.#write(joined(this.#rest, bytes.subarray(0, cut)));
      this.#rest = bytes.slice(cut);
    } else {
      this.#rest = joined(this.#rest, bytes);
    }
  }

  /** Passes on what is left, as a line. */
  end(): void {
    if (this.#rest.length > 0) this.#write(joined(this.#rest, new Uint8Array([NEWLINE])));
    this.#rest = new Uint8Array();
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
