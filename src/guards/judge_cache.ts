/** The guard `cache`: the prefix cache was as cold, or as warm, as it was to be. */
import type { GuardVerdict } from "../journal/verdict.ts";
import { countedBetween, type Counters, replacedServer } from "./counters.ts";
import type { Expectation } from "./expectation.ts";
import { bad, ok, percent, unknown } from "./verdict.ts";

/** Random prompts may meet by chance, as a share of their tokens. */
const CHANCE_SHARE = 0.01;

/** Repeats of one combination may differ by so much in their hit shares. */
const REPEAT_DIFFERENCE = 0.02;

/** From this hit share on a cache is warm. */
const WARM_SHARE = 0.5;

/** Compares the prompt tokens that were found in the cache with those that may be. @param earlier Hit shares of the valid runs before it. */
export function judgeCache(
  before: Counters,
  after: Counters,
  expectation: Expectation,
  earlier: readonly number[],
): GuardVerdict {
  const lookedUp = countedBetween(before, after, "lookedUp");
  const found = countedBetween(before, after, "found");
  if (replacedServer(before, after) !== null) {
    return unknown("The counters are not of one server: see traffic");
  }
  if (lookedUp === null || found === null) {
    return unknown("The server does not count the hits of its prefix cache");
  }
  const { cache } = expectation;
  if (lookedUp === 0) {
    const why = "The server looked nothing up: its prefix cache is off, or does not count";
    return cache === "any" ? ok(why) : unknown(why);
  }
  const share = found / lookedUp;
  const values = {
    looked_up_tokens: lookedUp,
    cached_tokens: found,
    prefix_cache_hit_share: share,
  };
  const hits = `${percent(share)} of ${lookedUp} prompt tokens came from the prefix cache`;
  if (cache === "any") return ok(hits, values);
  if (cache === "warm") {
    return share >= WARM_SHARE
      ? ok(hits, values)
      : bad(`The cache was not warm: ${hits}, expected at least ${percent(WARM_SHARE)}`, values);
  }
  const preemptions = countedBetween(before, after, "preemptions") ?? 0;
  const cold = expectation.sharesPrefixes ? null : coldLimit(expectation, lookedUp);
  const limit = cold ?? repeatLimit(earlier);
  if (limit === null) {
    return ok(
      `${hits}: the prompts may share prefixes, and this is the first run to compare`,
      values,
    );
  }
  if (found <= limit.share * lookedUp + limit.tokens) return ok(hits, values);
  const reset = expectation.isReset ? ", though it is emptied after every run" : "";
  const text = `The cache was not cold${reset}: ${hits}, ${limit.text}`;
  // What is computed again may be found in the cache that it has just left.
  return preemptions > 0
    ? unknown(`${text}; ${preemptions} preempted requests were computed again`, values)
    : bad(text, values);
}

interface Limit {
  readonly share: number;
  readonly tokens: number;
  readonly text: string;
}

/** Prompts that share prefixes: no more than the coldest run before it. */
function repeatLimit(earlier: readonly number[]): Limit | null {
  if (earlier.length === 0) return null;
  const coldest = Math.min(...earlier);
  const text = `in another run of the same prompts ${percent(coldest)}`;
  return { share: coldest + REPEAT_DIFFERENCE, tokens: 0, text };
}

/** Random prompts: what the unmeasured requests left, which send the first prompt, and what a template begins with. */
function coldLimit(expectation: Expectation, lookedUp: number): Limit | null {
  const { unmeasured, longestPrompt, completed, templateTokens } = expectation;
  if (longestPrompt === null || unmeasured === null || completed === null) return null;
  const requests = completed + unmeasured.most;
  // A template that is longer than the prompts would hide any hit.
  const template = Math.min(templateTokens * requests, lookedUp / 2);
  const tokens = unmeasured.most * longestPrompt + template;
  const share = tokens / lookedUp + CHANCE_SHARE;
  return { share: CHANCE_SHARE, tokens, text: `expected at most ${percent(Math.min(1, share))}` };
}
