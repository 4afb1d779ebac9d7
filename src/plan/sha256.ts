/** SHA-256 of text. A small library and not node:crypto, whose start-up takes as long as that of Deno itself. */
import { sha256 as digest } from "@noble/hashes/sha2.js";

const encoder = new TextEncoder();

/** SHA-256 of bytes, or of the UTF-8 bytes of a text, as 64 hex digits. */
export function sha256(data: string | Uint8Array): string {
  return hex(digest(typeof data === "string" ? encoder.encode(data) : data));
}

/**
 * SHA-256 of many texts that begin alike: the beginning is hashed once.
 *
 * @returns A function from the rest of the text to 64 hex digits.
 */
export function sha256WithPrefix(prefix: string): (rest: string) => string {
  const state = digest.create().update(encoder.encode(prefix));
  return (rest) => hex(state.clone().update(encoder.encode(rest)).digest());
}

function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}
