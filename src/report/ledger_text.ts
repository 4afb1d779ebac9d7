/** Where the time of a sweep went, for people. */
import { type Stage, STAGES, type SweepLedger } from "../record.ts";
import { durationText } from "./words.ts";

/** The stages as people say them. */
export const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  waiting: "waiting for a place",
  loading: "loading",
  weights: "loading weights",
  compile: "compiling",
  graphs: "capturing graphs",
  warmup: "warm-up",
  measured: "measured",
  reset: "resetting caches",
  stopping: "stopping",
  failed: "failed",
  idle: "idle",
};

/**
 * One line: the share that was measured, then what the other time went to, the largest first.
 *
 * @returns An empty text for a sweep without a server.
 */
export function ledgerText({ serverMs, gpuMs, utilisation, overheadMs }: SweepLedger): string {
  const ofGpus = Object.keys(gpuMs).length > 0;
  const times = ofGpus ? gpuMs : serverMs;
  const parts = STAGES.map((stage) => ({ stage, ms: times[stage] ?? 0 })).filter(({ ms }) => ms > 0)
    .sort((a, b) => b.ms - a.ms);
  if (parts.length === 0) return "";
  const shown = parts.map(({ stage, ms }) => `${STAGE_NAMES[stage]} ${durationText(ms)}`);
  return `${ofGpus ? "GPU time" : "Server time"}: ${(100 * utilisation).toFixed(1)}% measured; ` +
    `${shown.join(", ")}; servesweep itself ${durationText(overheadMs)}\n`;
}
