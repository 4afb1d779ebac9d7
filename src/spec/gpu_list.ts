/** The value of `--gpus`: which GPUs a sweep may use. */
import { UsageError } from "../lib/errors.ts";

/** GPUs as they were asked for. Ids are indices, as text, or the names that NVIDIA gives to GPUs and parts of them. */
export type GpuRequest =
  | { readonly kind: "auto" }
  | { readonly kind: "none" }
  | { readonly kind: "list"; readonly ids: readonly string[] };

const EXPECTED = "expected auto, none, or a list of indices, ranges and UUIDs such as " +
  `"0-7", "0,2,4-5" or "GPU-8f6d0a52,MIG-41b3c7de"`;

/** No machine has more: a longer range is a slip, and would fill the memory. */
const HIGHEST_INDEX = 1023;

/**
 * Reads `auto`, `none`, or indices, ranges and UUIDs with commas between them. Their order is kept.
 *
 * @throws {UsageError} For anything else, and for a GPU that is named twice.
 */
export function parseGpuList(text: string): GpuRequest {
  if (text === "auto" || text === "none") return { kind: text };
  const ids = text.split(",").flatMap((part) => expanded(part.trim(), text));
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) fail(text, `GPU ${twice} is named twice`);
  return { kind: "list", ids };
}

/** The ids of one part: an index, a range or a UUID. */
function expanded(part: string, text: string): string[] {
  if (/^(GPU|MIG)-[\w/-]+$/.test(part)) return [part];
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
  if (from === undefined) fail(text, EXPECTED);
  const [first, last] = [Number(from), Number(to)];
  if (first > last) fail(text, `the range ${part} runs backwards, expected ${last}-${first}`);
  if (last > HIGHEST_INDEX) fail(text, `expected no index above ${HIGHEST_INDEX}`);
  return Array.from({ length: last - first + 1 }, (_, offset) => String(first + offset));
}

function fail(text: string, problem: string): never {
  throw new UsageError(`--gpus is "${text}": ${problem}`);
}
