/** Findings of guards. */
import type { GuardVerdict } from "../journal/verdict.ts";

type Values = Readonly<Record<string, number | null>>;

/** Nothing speaks against the run. */
export function ok(why: string, values: Values = {}): GuardVerdict {
  return { state: "ok", why, values: known(values) };
}

/** It cannot be told. */
export function unknown(why: string, values: Values = {}): GuardVerdict {
  return { state: "unknown", why, values: known(values) };
}

/** It is proven that the run is not what was to be measured. */
export function bad(why: string, values: Values = {}): GuardVerdict {
  return { state: "bad", why, values: known(values) };
}

function known(values: Values): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== null),
  );
}

/** A share of 1 as percent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
