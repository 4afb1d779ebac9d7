/** Results with the times of every token: what tables and reports need of them is little. */
import type { JsonObject } from "../json/value.ts";

/** Results up to this size are kept whole, in bytes. */
const WHOLE_BYTES = 1 << 20;

/** Lists up to this length are kept, in items. */
const WHOLE_ITEMS = 1_000;

/** True for a result of which {@linkcode slimResult} may leave something out. */
export function isLargeResult(bytes: number): boolean {
  return bytes > WHOLE_BYTES;
}

/**
 * A result without its long lists if its file is large: of a night with `--save-detailed` all results together would not fit
 * into memory.
 *
 * @param bytes Size of its file.
 */
export function slimResult(result: JsonObject, bytes: number): JsonObject {
  if (!isLargeResult(bytes)) return result;
  return new Map(
    [...result].filter(([, value]) => !Array.isArray(value) || value.length <= WHOLE_ITEMS),
  );
}
