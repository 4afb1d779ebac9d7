/** Which way a difference goes. Apart from how it is computed, for the page of the report needs no statistics. */

/** `unclear` where the interval of the difference holds 0. */
export type Direction = "higher" | "lower" | "unclear";

/**
 * The direction that an interval of a difference allows. What is called clear anywhere, is called so by this.
 *
 * @returns Null where there is no interval: single values do not tell.
 */
export function directionOf(low: number | null, high: number | null): Direction | null {
  if (low === null || high === null) return null;
  return low > 0 ? "higher" : high < 0 ? "lower" : "unclear";
}
