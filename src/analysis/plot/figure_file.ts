/** Names of the files of figures. */
import type { GroupKey } from "./grouping.ts";

/** Longest file name of common Linux file systems, less the longest ending and what an atomic write puts around. */
const MAX_BYTES = 240;

/**
 * The name without its ending: `FIGURE`, or `FIGURE-max_num_seqs=32-...`, as vLLM has it.
 *
 * @param taken Names of the figures before, which this one is added to. A name that is taken or too long ends with a number.
 */
export function figureFile(name: string, group: GroupKey, taken: Set<string>): string {
  const parts = [name, ...group.map(([variable, text]) => `${variable}=${text}`)];
  const full = parts.join("-").replaceAll("/", "_").replaceAll("..", "__");
  const short = cut(full, MAX_BYTES);
  let file = short;
  for (let n = 2; taken.has(file) || (n === 2 && short !== full); n++) file = `${short}-${n - 1}`;
  taken.add(file);
  return file;
}

/** At most so many bytes, no character torn. */
function cut(text: string, maxBytes: number): string {
  const encoder = new TextEncoder();
  const chars = [...text].slice(0, maxBytes);
  while (encoder.encode(chars.join("")).length > maxBytes) chars.pop();
  return chars.join("");
}
