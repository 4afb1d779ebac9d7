/** GPUs as people write them. */
import { cpuList } from "../../machine/cpu_split.ts";

/** Characters of a UUID that tell GPUs of one machine apart. */
const SHORT = 8;

/** `GPU 0-3,6`, or for names that are no numbers `GPU 07a0294c,17a0294c`; empty for none. */
export function gpuSetText(gpus: readonly string[]): string {
  if (gpus.length === 0) return "";
  const isNumbered = gpus.every((id) => /^\d+$/.test(id));
  const names = isNumbered
    ? cpuList(gpus.map(Number))
    : gpus.map((id) => id.replace(/^(GPU|MIG)-/, "").slice(0, SHORT)).join(",");
  return `GPU ${names}`;
}
