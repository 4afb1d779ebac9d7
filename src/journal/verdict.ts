/** What guards found of runs and of servers. */

/** What is asked of a run besides a result: whether it was measured on this server, in the state that was meant, alone. */
export const GUARDS = ["cache", "traffic", "flags"] as const;

/** One of {@linkcode GUARDS}. */
export type Guard = typeof GUARDS[number];

/** What a guard found. Only `bad` is proven; `unknown` says nothing against a run. */
export const GUARD_STATES = ["ok", "unknown", "bad"] as const;

/** One of {@linkcode GUARD_STATES}. */
export type GuardState = typeof GUARD_STATES[number];

/** The finding of a guard. */
export interface GuardVerdict {
  readonly state: GuardState;
  /** One sentence with the numbers. */
  readonly why: string;
  /** The numbers themselves: tokens, requests, shares of 1. */
  readonly values: Readonly<Record<string, number>>;
}

/** What became of a parameter of a serve set. */
export interface FlagFinding {
  /**
   * `changed`: the server works with something else, and may have chosen that itself. `ignored`: it works with something else, and
   * its arguments show that it was never asked.
   */
  readonly state: "confirmed" | "changed" | "ignored" | "unknown";
  /** Values as text; null where it is not known. */
  readonly requested: string;
  readonly effective: string | null;
}

/** A value of a configuration. */
export type ConfigurationValue = string | number | boolean | null;
