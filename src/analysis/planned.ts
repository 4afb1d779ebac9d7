/** What the sessions of an experiment directory planned, as far as their results are looked at. */
import type { JsonObject } from "../json/value.ts";
import type { Plan } from "../plan/plan.ts";
import { ENV_KEY } from "../spec/sweep.ts";

/** The starts of one session. */
export type PlannedSession = readonly PlannedStart[];

/** A server start of a plan. */
export interface PlannedStart {
  readonly name: string;
  readonly argv: readonly string[];
  /** With `_env`. */
  readonly params: JsonObject;
  readonly combinations: readonly {
    readonly directory: string;
    readonly params: JsonObject;
    /** Null where it is not told. */
    readonly runs: number | null;
  }[];
}

/** A combination of a plan. */
export interface PlannedCombination {
  readonly directory: string;
  readonly server: string;
  /** Without `_env`. */
  readonly serveParams: JsonObject;
  readonly benchParams: JsonObject;
  readonly runs: number | null;
}

/** The starts of a plan. */
export function plannedStarts({ starts }: Plan): PlannedSession {
  return starts.map(({ name, argv, params, combinations }) => ({
    ...{ name, argv, params },
    combinations: combinations.map(({ directory, workload: { params }, runs }) => ({
      ...{ directory, params },
      runs: runs.length,
    })),
  }));
}

/**
 * The combinations of all sessions by directory: those of the last session in the order of its plan, then what only earlier
 * ones planned.
 *
 * @param sessions Oldest first.
 */
export function plannedCombinations(
  sessions: readonly PlannedSession[],
): Map<string, PlannedCombination> {
  const planned = new Map<string, PlannedCombination>();
  for (const session of sessions.toReversed()) {
    const own = new Map<string, PlannedCombination>();
    for (const { name: server, params, combinations } of session) {
      const serveParams = withoutEnv(params);
      for (const { directory, params, runs: count } of combinations) {
        if (planned.has(directory)) continue;
        const benchParams = withoutEnv(params);
        // Its runs may be spread over several starts.
        const others = own.get(directory)?.runs ?? 0;
        const runs = count === null ? null : others + count;
        own.set(directory, { directory, server, serveParams, benchParams, runs });
      }
    }
    for (const [directory, combination] of own) planned.set(directory, combination);
  }
  return planned;
}

function withoutEnv(params: JsonObject): JsonObject {
  return new Map([...params].filter(([key]) => key !== ENV_KEY));
}
