/** Text of bytes, or the place where they stop being text. */

/** Bytes that are no UTF-8. The message is a fragment: `line 2, column 9: the byte 0xE9 is no UTF-8`. */
export class Utf8Error extends Error {
  override name = "Utf8Error";
}

/**
 * Decodes UTF-8 and leaves nothing out: a byte order mark stays.
 *
 * @throws {Utf8Error} If the bytes are none: the first that is wrong, or what the file is instead.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoded(bytes);
  } catch {
    throw new Utf8Error(problemOf(bytes));
  }
}

function problemOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe || first === 0xfe && second === 0xff) {
    return "it is UTF-16, expected UTF-8: save it as UTF-8";
  }
  if (first === 0x1f && second === 0x8b) return "it is compressed (gzip), expected text in UTF-8";
  // Longest beginning that is text; a character may be cut off at its end.
  let [good, bad] = [0, bytes.length];
  while (good + 1 < bad) {
    const middle = (good + bad) >> 1;
    if (isText(bytes.subarray(0, middle), true)) good = middle;
    else bad = middle;
  }
  const lossy = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, good));
  const before = isText(bytes.subarray(0, good), false) ? lossy : lossy.replace(/\ufffd$/, "");
  const lines = before.split("\n");
  const byte = bytes[new TextEncoder().encode(before).length]!.toString(16).toUpperCase().padStart(
    2,
    "0",
  );
  return `line ${lines.length}, column ${
    lines.at(-1)!.length + 1
  }: the byte 0x${byte} is no UTF-8: save the file as UTF-8`;
}

/** @param stream A character may be cut off at the end. */
function isText(bytes: Uint8Array, stream: boolean): boolean {
  try {
    decoded(bytes, stream);
    return true;
  } catch {
    return false;
  }
}

function decoded(bytes: Uint8Array, stream = false): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream });
}
