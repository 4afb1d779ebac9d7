/** The limits of a sweep, and how much of them is left, for people. */
import { elapsedText } from "../../lib/duration.ts";
import { timeOfDay } from "../../lib/local_time.ts";

/** What a sweep may take; null for no limit. */
export interface Limits {
  /** When it has to end, in ms since 1970. */
  readonly deadlineAtMs: number | null;
  /** GPU time that it may take, in ms. */
  readonly gpuBudgetMs: number | null;
}

/** For a sweep that may take as long as it takes. */
export const NO_LIMITS: Limits = { deadlineAtMs: null, gpuBudgetMs: null };

const HOUR_MS = 3_600_000;

/** `deadline 06:00, in 3 h 12 min`, `1.20 of 20 GPU hours used`; empty without a limit. */
export function limitsText(
  { deadlineAtMs, gpuBudgetMs }: Limits,
  { nowMs, etaMs, gpuMs }: { nowMs: number; etaMs: number | null; gpuMs: number },
): string {
  const parts: string[] = [];
  if (deadlineAtMs !== null) {
    const leftMs = deadlineAtMs - nowMs;
    const isShort = etaMs !== null && etaMs > leftMs;
    const time = timeOfDay(deadlineAtMs, nowMs);
    parts.push(
      leftMs <= 0
        ? `deadline ${time} is over`
        : `deadline ${time}, in ${elapsedText(leftMs)}${isShort ? ": not all will fit" : ""}`,
    );
  }
  if (gpuBudgetMs !== null) {
    parts.push(`${hours(gpuMs)} of ${hours(gpuBudgetMs)} GPU hours used`);
  }
  return parts.join("; ");
}

function hours(ms: number): string {
  return String(Number((ms / HOUR_MS).toFixed(ms < HOUR_MS ? 3 : 1)));
}
