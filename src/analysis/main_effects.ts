/** Which parameter matters most: main effects of factors on a response. */
import { mean } from "simple-statistics";

/** One observation: the level of each factor, and the response. */
export interface Observation<Level> {
  readonly levels: readonly Level[];
  readonly response: number;
}

/** What one factor does. */
export interface MainEffect<Level> {
  /** Index of the factor. */
  readonly factor: number;
  /** Share of the variation of the response that the means of the levels make up, from 0 to 1. */
  readonly share: number;
  /** The mean of each level, in the order of first appearance. */
  readonly levels: readonly LevelMean<Level>[];
}

/** Mean of the observations of one level. */
export interface LevelMean<Level> {
  readonly level: Level;
  readonly mean: number;
  readonly count: number;
}

/**
 * The main effect of each factor that has at least two levels, the strongest first.
 *
 * The means of the levels are what a main effects plot shows (NIST/SEMATECH e-Handbook of Statistical Methods, 5.5.9.3).
 * The share is the correlation ratio η² = SS_between / SS_total (R. A. Fisher, Statistical Methods for Research Workers, 1925,
 * chapter 7). In a full factorial design the shares of the factors and their interactions add up to 1; where parameters vary
 * together, each gets what they share.
 *
 * @returns Nothing if the response does not vary.
 */
export function mainEffects<Level>(
  observations: readonly Observation<Level>[],
): MainEffect<Level>[] {
  if (observations.length < 2) return [];
  const grand = mean(observations.map(({ response }) => response));
  const total = sumOfSquares(observations.map(({ response }) => [response - grand, 1]));
  if (!(total > 0)) return [];
  return observations[0]!.levels.map((_, factor) => {
    const groups = Map.groupBy(observations, ({ levels }) => levels[factor]!);
    const levels = [...groups].map(([level, members]) => ({
      level,
      mean: mean(members.map(({ response }) => response)),
      count: members.length,
    }));
    const between = sumOfSquares(levels.map((level) => [level.mean - grand, level.count]));
    return { factor, share: Math.min(1, between / total), levels };
  }).filter(({ levels }) => levels.length > 1).sort((a, b) => b.share - a.share);
}

function sumOfSquares(deviations: readonly (readonly [deviation: number, weight: number])[]) {
  return deviations.reduce((sum, [deviation, weight]) => sum + weight * deviation ** 2, 0);
}
