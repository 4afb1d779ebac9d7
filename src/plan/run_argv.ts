/** The command of a run: what a dry run prints is what is started. */
import { WARMUP_RUN } from "../journal/event.ts";
import { resultName, stagingDirectory } from "./paths.ts";
import type { Combination } from "./plan.ts";

/**
 * The benchmark command of a run, or of the unmeasured one, with the arguments that vLLM's sweep appends. The result goes
 * into a directory of its own below the experiment directory: it has to prove that it is one.
 *
 * @throws {TypeError} If the combination has no unmeasured run and it is asked for.
 */
export function runArgv(experimentPath: string, combination: Combination, run: number): string[] {
  const { directory, workload } = combination;
  const argv = run === WARMUP_RUN ? workload.warmupArgv : workload.argv;
  if (argv === null) throw new TypeError(`Combination "${directory}" has no unmeasured run`);
  return [
    ...argv,
    "--percentile-metrics",
    "ttft,tpot,itl,e2el",
    "--save-result",
    "--result-dir",
    `${experimentPath}/${stagingDirectory(directory, run)}`,
    "--result-filename",
    resultName(run),
  ];
}
