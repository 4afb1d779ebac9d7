/** All guards of one run. */
import type { RequestRange } from "../engine/engine.ts";
import type { Guard, GuardVerdict } from "../journal/verdict.ts";
import type { JsonObject } from "../json/value.ts";
import type { Counters } from "./counters.ts";
import { type CacheState, expectationOf } from "./expectation.ts";
import { judgeCache } from "./judge_cache.ts";
import { judgeTraffic } from "./judge_traffic.ts";
import type { GuardSettings } from "./settings.ts";
import { unknown } from "./verdict.ts";

/** What a server answered when it was asked for its counters. */
export type CountersAnswer =
  | { readonly counters: Counters }
  /** A clause: why there are none. */
  | { readonly none: string };

/** What is known of a run that its benchmark says is valid. */
export interface GuardedRun {
  readonly argv: readonly string[];
  readonly result: JsonObject;
  readonly cache: CacheState;
  /** The server is told to empty it after every run. */
  readonly isReset: boolean;
  readonly unmeasured: RequestRange | null;
  readonly before: CountersAnswer;
  readonly after: CountersAnswer;
  /** Hit shares of the valid runs of the combination before it. */
  readonly earlier: readonly number[];
}

/** What each guard that watches found. */
export function judgeGuards(
  { guards }: GuardSettings,
  run: GuardedRun,
): Partial<Record<Guard, GuardVerdict>> {
  const { argv, result, unmeasured, before, after, earlier } = run;
  const expectation = expectationOf(argv, result, run, unmeasured);
  const found: Partial<Record<Guard, GuardVerdict>> = {};
  for (const guard of guards) {
    // It is of starts.
    if (guard === "flags") continue;
    if ("none" in before) found[guard] = unknown(before.none);
    else if ("none" in after) found[guard] = unknown(after.none);
    else if (guard === "cache") {
      found.cache = judgeCache(before.counters, after.counters, expectation, earlier);
    } else if (guard === "traffic") {
      found.traffic = judgeTraffic(before.counters, after.counters, expectation);
    }
  }
  return found;
}

/** Why a run does not count: what is proven by guards that may void it; null if it counts. */
export function voidReason(
  { warnOnly }: GuardSettings,
  verdicts: Readonly<Partial<Record<Guard, GuardVerdict>>>,
): string | null {
  const proven = Object.entries(verdicts)
    .filter(([guard, { state }]) => state === "bad" && !warnOnly.has(guard as Guard));
  return proven.length === 0 ? null : proven.map(([, { why }]) => why).join("; ");
}
