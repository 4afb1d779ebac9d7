/** The command of a run: what a dry run prints is what is started. */
import { WARMUP_RUN } from "../journal/event.ts";
import type { BenchKind, ResultPlace } from "../engine/benchmark/kind.ts";
import { benchKindOf } from "../engine/benchmark/kinds.ts";
import { resultName, stagingDirectory } from "./paths.ts";
import type { Combination } from "./plan.ts";

/**
 * The benchmark command of a run, or of the unmeasured one, with the arguments that say where its result goes: those of vLLM's sweep,
 * or what its kind of program takes. It is a directory of its own below the experiment directory: it has to prove that it is one.
 *
 * @throws {TypeError} If the combination has no unmeasured run and it is asked for.
 */
export function runArgv(experimentPath: string, combination: Combination, run: number): string[] {
  const { directory, workload } = combination;
  const argv = run === WARMUP_RUN ? workload.warmupArgv : workload.argv;
  if (argv === null) throw new TypeError(`Combination "${directory}" has no unmeasured run`);
  const place = resultPlace(experimentPath, combination, run);
  return [...argv, ...kindOf(combination).appended(place)];
}

/** The variables of the same run. */
export function runEnv(
  experimentPath: string,
  combination: Combination,
  run: number,
): Readonly<Record<string, string>> {
  const place = resultPlace(experimentPath, combination, run);
  return { ...combination.workload.env, ...kindOf(combination).env(place) };
}

/** Where a run leaves its result. */
export function resultPlace(
  experimentPath: string,
  { directory }: Combination,
  run: number,
): ResultPlace {
  const place = `${experimentPath}/${stagingDirectory(directory, run)}`;
  return { directory: place, name: resultName(run), run };
}

/** The kind of the benchmark of a combination. */
export function kindOf({ workload: { argv, kind } }: Combination): BenchKind {
  return benchKindOf(argv, kind);
}
