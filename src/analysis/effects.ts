/** What the parameters that vary do to a metric. */
import type { Factors } from "./factors.ts";
import { type LevelMean, mainEffects } from "./main_effects.ts";
import type { Row } from "./rows.ts";

/** The main effect of a parameter. */
export interface Effect {
  /** Index of the parameter among the factors. */
  readonly factor: number;
  /** Others that change whenever it does: their effects cannot be told apart. */
  readonly together: readonly number[];
  /** Share of the variation, from 0 to 1. */
  readonly share: number;
  /** Means by the index of the level, in the order of the levels. */
  readonly levels: readonly LevelMean<number>[];
}

/**
 * The main effects on a metric over all combinations that have it, the strongest first.
 *
 * @param factors Those of the rows.
 */
export function effectsOn(rows: readonly Row[], factors: Factors, key: string): Effect[] {
  const aliases = aliasesOf(factors.levels);
  const observations = rows.flatMap(({ metrics }, index) => {
    const response = metrics.get(key)?.mean;
    return response === undefined || !Number.isFinite(response)
      ? []
      : [{ levels: factors.levels[index]!, response }];
  });
  return mainEffects(observations).filter(({ factor }) => aliases.has(factor)).map((
    { factor, share, levels },
  ) => ({
    factor,
    together: aliases.get(factor)!,
    share,
    levels: levels.toSorted((a, b) => a.level - b.level),
  }));
}

/** Parameters by which the combinations fall into different groups, each with the others that make the same groups. */
function aliasesOf(levels: Factors["levels"]): Map<number, number[]> {
  const aliases = new Map<number, number[]>();
  const firsts = new Map<string, number>();
  for (const factor of levels[0]?.keys() ?? []) {
    const groups = new Map<number, number>();
    const pattern = levels.map((each) => {
      const level = each[factor]!;
      groups.set(level, groups.get(level) ?? groups.size);
      return groups.get(level)!;
    }).join();
    const first = firsts.get(pattern) ?? factor;
    firsts.set(pattern, first);
    if (first === factor) aliases.set(factor, []);
    else aliases.get(first)!.push(factor);
  }
  return aliases;
}
