/** Repetitions spread over several server starts, so that drift and the luck of a start hit all combinations alike. */
import type { Combination, Plan, ServerStart } from "./plan.ts";
import { startId } from "./start_id.ts";

/**
 * A plan in rounds: each round starts every server once, and each combination does every `rounds`-th of its runs in it: run 0 in
 * the first round, run 1 in the second. The keys of the runs stay what they are. A round without runs of a serve set is left out.
 *
 * @throws {RangeError} If `rounds` is below 1.
 */
export function interleaved(plan: Plan, rounds: number): Plan {
  if (rounds < 1) throw new RangeError(`Number of rounds is ${rounds}, expected at least 1`);
  const starts = new Map<number, ServerStart[]>();
  for (const start of plan.starts) {
    for (const [round, combinations] of inRounds(start, rounds)) {
      const others = starts.get(round);
      const one = { ...start, id: startId(start.name, round), round, combinations };
      if (others === undefined) starts.set(round, [one]);
      else others.push(one);
    }
  }
  return { ...plan, starts: [...starts].sort(([a], [b]) => a - b).flatMap(([, starts]) => starts) };
}

/** By the number of the run and not by its place: after a resume a run is still in its round. */
function inRounds({ combinations }: ServerStart, rounds: number): Map<number, Combination[]> {
  const parts = combinations.flatMap((combination) =>
    [...Map.groupBy(combination.runs, (run) => run % rounds)]
      .map(([round, runs]) => ({ round, combination: { ...combination, runs } }))
  );
  return new Map(
    [...Map.groupBy(parts, ({ round }) => round)]
      .map(([round, parts]) => [round, parts.map(({ combination }) => combination)]),
  );
}
