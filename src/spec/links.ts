/** `--link-vars a=b,c=d`. */
import { UsageError } from "../lib/errors.ts";
import type { Link, ParameterSet } from "./sweep.ts";

/**
 * Reads the links.
 *
 * @throws {UsageError} If an item is not `a=b`.
 */
export function parseLinks(text: string): Link[] {
  if (text.trim() === "") return [];
  return text.split(",").map((item) => {
    const [serve, bench, ...rest] = item.split("=").map((part) => part.trim());
    if (!serve || !bench || rest.length > 0) {
      throw new UsageError(
        `--link-vars has "${item.trim()}", expected SERVE_VARIABLE=BENCH_VARIABLE, several with commas between`,
      );
    }
    return { serve, bench };
  });
}

/** @throws {UsageError} If a variable is in no set at all: then nothing would be run. */
export function checkLinks(
  links: readonly Link[],
  serveSets: readonly ParameterSet[],
  benchSets: readonly ParameterSet[],
): void {
  for (const link of links) {
    for (
      const [side, name, sets] of [
        ["serve", link.serve, serveSets],
        ["bench", link.bench, benchSets],
      ] as const
    ) {
      if (sets.some(({ params }) => params.has(name))) continue;
      const known = [...new Set(sets.flatMap(({ params }) => [...params.keys()]))];
      throw new UsageError(
        `--link-vars ${link.serve}=${link.bench}: no ${side} parameter set has "${name}"` +
          (known.length > 0 ? `; they have ${known.join(", ")}` : "; there are none"),
      );
    }
  }
}
