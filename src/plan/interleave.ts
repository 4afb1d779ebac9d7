/** Repetitions spread over several server starts, so that drift and the luck of a start hit all combinations alike. */
import type { Combination, Plan, ServerStart } from "./plan.ts";

/**
 * A plan in rounds: each round starts every server once, and each combination does every `rounds`-th of its runs in it: run 0 in
 * the first round, run 1 in the second. The keys of the runs stay what they are. A round without runs of a serve set is left out.
 *
 * @throws {RangeError} If `rounds` is below 1.
 */
export function interleaved(plan: Plan, rounds: number): Plan {
  if (rounds < 1) throw new RangeError(`Number of rounds is ${rounds}, expected at least 1`);
  const starts: ServerStart[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const start of plan.starts) {
      const combinations = start.combinations.map((combination) =>
        roundOf(combination, round, rounds)
      ).filter(({ runs }) => runs.length > 0);
      if (combinations.length > 0) starts.push({ ...start, round, combinations });
    }
  }
  return { starts };
}

/** By the number of the run and not by its place: after a resume a run is still in its round. */
function roundOf(combination: Combination, round: number, rounds: number): Combination {
  return { ...combination, runs: combination.runs.filter((run) => run % rounds === round) };
}
