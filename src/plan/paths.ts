/** Where everything of a sweep lies. Names relative to the experiment directory, which nothing here knows. */
import { WARMUP_RUN } from "../journal/event.ts";

/** Append-only truth: one event a line. */
export const JOURNAL_FILE = "journal.jsonl";

/** Manifest: who ran what on which machine. */
export const MANIFEST_FILE = "sweep.json";

/** The plan of the last session. */
export const PLAN_FILE = "plan.json";

/** All runs as a table. */
export const SUMMARY_CSV_FILE = "summary.csv";

/** All runs of a combination. */
export const SUMMARY_JSON_FILE = "summary.json";

/** Lock of the experiment directory, with the name of its holder. */
export const LOCK_FILE = ".lock";

/** Directory of the logs. */
export const LOG_DIRECTORY = "logs";

/** Result file of a run, or of the unmeasured one. */
export function resultName(run: number): string {
  return run === WARMUP_RUN ? "warmup.json" : `run=${run}.json`;
}

/** A run without its ending: `run=0`, `warmup`. */
export function runStem(run: number): string {
  return resultName(run).replace(/\.json$/, "");
}

/** Result file of a run: `SERVE--a-BENCH--b/run=0.json`. */
export function resultFile(directory: string, run: number): string {
  return inside(directory, resultName(run));
}

/** Directory that a benchmark writes its result into, before it has proved to be one: `SERVE--a-BENCH--b/.run=0`. */
export function stagingDirectory(directory: string, run: number): string {
  return inside(directory, `.${runStem(run)}`);
}

/** True for the name of a directory that {@linkcode stagingDirectory} gives. */
export function isStagingName(name: string): boolean {
  return /^\.(run=\d+|warmup)$/.test(name);
}

/** Log of a benchmark run: `logs/SERVE--a-BENCH--b/run=0.log`. */
export function runLogFile(directory: string, run: number): string {
  return `${LOG_DIRECTORY}/${inside(directory, `${runStem(run)}.log`)}`;
}

/** Log of the command after a run: `logs/SERVE--a-BENCH--b/run=0.after.log`. */
export function afterRunLogFile(directory: string, run: number): string {
  return `${LOG_DIRECTORY}/${inside(directory, `${runStem(run)}.after.log`)}`;
}

/** Log of a server start: `logs/SERVE--a/server.log`; of the second one of the same set `server-2.log`. */
export function serverLogFile(name: string, round: number): string {
  const file = round === 0 ? "server.log" : `server-${round + 1}.log`;
  return `${LOG_DIRECTORY}/${inside(name, file)}`;
}

function inside(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}
