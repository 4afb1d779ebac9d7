/** Durations: measured ones, and what is expected from them. */
import type { Doing } from "../journal/lives.ts";
import type { Combination, ServerStart } from "../plan/plan.ts";

/** What takes time. A failed run ends early or late: it counts only where no valid one is known. */
export const DURATION_KINDS = ["startup", "stop", "run", "failed-run", "warmup", "reset"] as const;

/** One of {@linkcode DURATION_KINDS}. */
export type DurationKind = typeof DURATION_KINDS[number];

/** One measured duration, as the history stores it. */
export interface Measurement {
  readonly kind: DurationKind;
  /** When it ended, in ms since 1970. */
  readonly atMs: number;
  readonly ms: number;
  /** What it belongs to, narrowest first: see duration_keys.ts. */
  readonly keys: readonly string[];
}

/** How long something will take. */
export type Expected =
  | {
    readonly ms: number;
    /** "same": this very command was measured. "similar": something like it was. */
    readonly source: "same" | "similar";
    /** How far off such a guess was until now (root mean square), in ms; null where that was never seen. */
    readonly spreadMs: number | null;
  }
  | { readonly ms: null; readonly source: "unknown"; readonly spreadMs: null };

/** Nothing like it was measured. */
export const UNKNOWN: Expected = { ms: null, source: "unknown", spreadMs: null };

/** It is not done. */
export const NO_TIME: Expected = { ms: 0, source: "same", spreadMs: 0 };

/** Whatever can tell how long the parts of a plan will take. */
export interface Expectations {
  /** From the start of the process until the server is ready. */
  startupMs(start: ServerStart): Expected;
  /** From the order to stop until nothing of the server is left. */
  stopMs(start: ServerStart): Expected;
  /** One run of a combination. */
  runMs(start: ServerStart, combination: Combination): Expected;
  /**
   * The longest of the last runs of this very benchmark command, or of its unmeasured run, on this server, else on any of its model,
   * in ms; null if none is known.
   */
  longestMs(start: ServerStart, combination: Combination, isWarmup: boolean): number | null;
  /** The unmeasured run before a combination; 0 if there is none. */
  warmupMs(start: ServerStart, combination: Combination): Expected;
  /** What comes after each run; 0 if nothing does. */
  resetMs(start: ServerStart, combination: Combination): Expected;
}

/** For a machine on which nothing was measured: it need not look at the commands. */
export const NOTHING_KNOWN: Expectations = {
  startupMs: () => UNKNOWN,
  stopMs: () => UNKNOWN,
  runMs: () => UNKNOWN,
  longestMs: () => null,
  warmupMs: () => UNKNOWN,
  resetMs: () => UNKNOWN,
};

/**
 * How long something that a server does should take, in ms; null where that is not known, or it is nothing that takes its time.
 *
 * @param combination Whose run it is; null where it is no run.
 */
export function expectedOf(
  expectations: Expectations,
  start: ServerStart,
  combination: Combination | null,
  { kind }: Doing,
): number | null {
  if (kind === "loading") return expectations.startupMs(start).ms;
  if (kind === "stopping") return expectations.stopMs(start).ms;
  if (combination === null) return null;
  switch (kind) {
    case "measuring":
      return expectations.runMs(start, combination).ms;
    case "warm-up":
      return expectations.warmupMs(start, combination).ms;
    case "resetting":
      return expectations.resetMs(start, combination).ms;
    case "between runs":
      return null;
  }
}
