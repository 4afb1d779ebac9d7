/** GPU time for people. */
import { counted } from "../lib/count.ts";

const HOUR_MS = 3_600_000;

/** `3.25 GPU hours`, `12 GPU minutes`, `40 GPU seconds`: hours to the hundredth, the others whole. */
export function gpuTimeText(gpuMs: number): string {
  if (gpuMs >= HOUR_MS) return counted(Number((gpuMs / HOUR_MS).toFixed(2)), "GPU hour");
  if (gpuMs >= HOUR_MS / 10) return counted(Math.round(gpuMs / 60_000), "GPU minute");
  return counted(Math.round(gpuMs / 1_000), "GPU second");
}
