/** Where the time of a sweep went, for people. */
import { type Stage, STAGES, type SweepLedger } from "../journal/event.ts";
import { durationText } from "../lib/duration.ts";

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

/** GPU time in which no server had the GPU. */
const FREE = "no server";

/**
 * One line: the share that was measured, then what the other time went to, the largest first.
 *
 * @returns An empty text for a sweep without a server.
 */
export function ledgerText(ledger: SweepLedger): string {
  const { serverMs, gpuMs, availableGpuMs, utilisation, overheadMs } = ledger;
  const ofGpus = Object.keys(gpuMs).length > 0;
  const times = ofGpus ? gpuMs : serverMs;
  const stages = STAGES.map((stage) => ({ name: STAGE_NAMES[stage], ms: times[stage] ?? 0 }));
  const spentMs = stages.reduce((sum, { ms }) => sum + ms, 0);
  if (spentMs === 0) return "";
  const free = { name: FREE, ms: ofGpus ? availableGpuMs - spentMs : 0 };
  const parts = [...stages, free].filter(({ ms }) => ms > 0).sort((a, b) => b.ms - a.ms);
  const shown = parts.map(({ name, ms }) => `${name} ${durationText(ms)}`);
  return `${ofGpus ? "GPU time" : "Server time"}: ${(100 * utilisation).toFixed(1)}% measured; ` +
    `${shown.join(", ")}; servesweep itself ${durationText(overheadMs)}\n`;
}
