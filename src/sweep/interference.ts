/** `--check-interference`: the first combination alone, then side by side with copies of itself, before the sweep begins. */
import { compareInterference, type InterferenceRow } from "../analysis/interference.ts";
import type { Ending } from "../exec/executor.ts";
import { fromPlain } from "../json/plain.ts";
import { pyJson } from "../json/python.ts";
import type { Json } from "../json/value.ts";
import { NO_LIMIT } from "../forecast/admission.ts";
import { interferencePlans, interferenceSubject } from "../plan/interference.ts";
import type { Plan } from "../plan/plan.ts";
import { policyOf } from "../plan/policy.ts";
import type { Event, EventBody, Failure } from "../journal/event.ts";
import { NO_PAST } from "../journal/past_failures.ts";
import { interferenceText } from "../report/interference_text.ts";
import { failureText } from "../report/progress.ts";
import type { Masker } from "../secrets/mod.ts";
import { writeAtomic } from "../store/atomic.ts";
import { Experiment } from "../store/experiment.ts";
import { executePlan, type ExecutionOptions } from "./execution.ts";
import { queueOf } from "./queue.ts";
import { isThere } from "../lib/files.ts";

/** The directory of the check, inside that of the sweep: its runs are no results of the sweep. */
const DIRECTORY = "interference";

/** What the check needs: the world of the sweep, but for what it does with events. */
export interface InterferenceOptions
  extends Omit<ExecutionOptions, "emit" | "admission" | "past" | "policy" | "resultOf"> {
  readonly masker: Masker;
  /** Repetitions on each side. */
  readonly numRuns: number;
  readonly say: (text: string) => void;
  /** Follows what GPU time the check takes. */
  readonly budget: { record(event: Event): void };
}

/**
 * Carries the check out and says what came of it.
 *
 * @param todo What the sweep is going to do.
 * @returns How the check ended, if it did not get to its end: then the sweep ends so too. Null otherwise.
 */
export async function checkInterference(
  todo: Plan,
  options: InterferenceOptions,
): Promise<Ending | null> {
  const { packing, say, masker, numRuns, budget } = options;
  if (todo.starts.length === 0) return null;
  const subject = interferenceSubject(todo, packing);
  if (subject === null) {
    say("Interference check: none, no two servers of a set fit side by side");
    return null;
  }
  const { copies, start: { name } } = subject;
  const plans = interferencePlans(subject, numRuns);
  const directory = freshDirectory(options.experimentPath);
  const path = `${options.experimentPath}/${directory}`;
  const results = { alone: [] as InterferenceRuns, packed: [] as InterferenceRuns };
  for (const side of ["alone", "packed"] as const) {
    const plan = plans[side];
    say(
      "Interference check: " +
        (side === "alone" ? `${name || "the server"} alone` : `${copies} of it side by side`),
    );
    await Deno.mkdir(`${path}/${side}`);
    using experiment = new Experiment(`${path}/${side}`, plan, () => false, masker, {
      summaries: false,
    });
    const ending = await executePlan(queueOf(plan.starts, packing, () => null), {
      ...options,
      policy: policyOf(plan.policy),
      resultOf: () => null,
      past: NO_PAST,
      experimentPath: `${path}/${side}`,
      emit: (event: EventBody) => budget.record(experiment.record(event)),
      admission: NO_LIMIT,
    });
    const inSweep = (failure: Failure) => failureOfCheck(failure, `${directory}/${side}`);
    if (ending.kind !== "complete") return endOfSweep(ending, inSweep);
    results[side] = experiment.results.all().flatMap(({ runs }) => runs);
    const [failed] = ending.failedCombinations;
    if (failed !== undefined) say(failureText(inSweep(failed.failure), options.experimentPath));
    if (results[side].length === 0) {
      say("Interference check: nothing to compare, no run of it is valid");
      return null;
    }
  }
  const rows = compareInterference(results.alone, results.packed);
  writeAtomic(`${path}/difference.json`, pyJson(rowsJson(rows, copies), { indent: 2 }) + "\n");
  for (const line of interferenceText(rows, copies).trimEnd().split("\n")) say(line);
  return null;
}

/** Its runs are none of the sweep: of those nothing was done. */
function endOfSweep(ending: Ending, inSweep: (failure: Failure) => Failure): Ending {
  const failure = ending.failure === null ? null : inSweep(ending.failure);
  return { ...ending, failure, valid: 0, failed: 0, failedCombinations: [] };
}

/** A failure as it is told outside of the check, where paths are those of the sweep. */
function failureOfCheck(failure: Failure, directory: string): Failure {
  const { logFile, reason } = failure;
  return {
    ...failure,
    reason: `Interference check: ${reason}`,
    logFile: logFile === null ? null : `${directory}/${logFile}`,
  };
}

type InterferenceRuns = Parameters<typeof compareInterference>[0];

/** Makes a directory. A resumed sweep checks again, and keeps what was found before: `interference-2`. @returns Its name. */
function freshDirectory(experimentPath: string): string {
  for (let n = 1;; n++) {
    const name = n === 1 ? DIRECTORY : `${DIRECTORY}-${n}`;
    const path = `${experimentPath}/${name}`;
    if (isThere(path)) continue;
    Deno.mkdirSync(path, { recursive: true });
    return name;
  }
}

function rowsJson(rows: readonly InterferenceRow[], copies: number): Json {
  return fromPlain({ copies, differences: rows.map((row) => ({ ...row })) });
}
