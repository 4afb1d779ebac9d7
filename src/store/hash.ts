/** Proof that a file is still what was written. */
import { createHash } from "node:crypto";

/** SHA-256 of bytes, in hexadecimal. Native: 100,000 results take as long as reading them. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
