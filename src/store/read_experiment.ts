/** Reads an experiment directory whole: ours, by manifest, journal and result files, or vLLM's, by its files alone. */
import { basename } from "@std/path/basename";
import { join } from "@std/path/join";
import { resolve } from "@std/path/resolve";
import { directoryParams, sidesOf } from "../analysis/directory_params.ts";
import type {
  Experiment,
  ExperimentCombination,
  ExperimentFailure,
  ExperimentRun,
} from "../analysis/experiment.ts";
import { type GuardFindings, guardFindings } from "../journal/guards.ts";
import { type LastingFailures, lastingFailures } from "../journal/failures.ts";
import { manifestStarts } from "../analysis/old_manifest.ts";
import {
  type PlannedCombination,
  plannedCombinations,
  plannedStarts,
} from "../analysis/planned.ts";
import { parseJson } from "../json/parse.ts";
import { isJsonObject, type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { JOURNAL_FILE, MANIFEST_FILE, resultFile, SUMMARY_JSON_FILE } from "../plan/paths.ts";
import type { Event } from "../journal/event.ts";
import { readRegular, textOf } from "../lib/files.ts";
import { type Judgement, judgeRun } from "../result/judge.ts";
import { slimResult } from "../result/slim_result.ts";
import { namesIn, readIfThere } from "./files.ts";
import { CHANGED_RESULT, type StoredRun, storedRuns } from "./finished.ts";
import { findExperiment, runNumbers } from "./find_experiment.ts";
import { sha256 } from "./hash.ts";
import { readJournal } from "./journal.ts";
import { MAX_MANIFEST_BYTES, MAX_RESULT_BYTES, MAX_SUMMARY_BYTES } from "./limits.ts";
import { readPlans } from "./plan_file.ts";

/**
 * Reads an experiment directory. Result files decide which runs there are; manifest and journal say what they belong to, what
 * failed and what is missing.
 *
 * @param path An experiment directory; one of vLLM's has result files (or only their summary.json) and nothing else.
 * @throws {UsageError} If it is none: what was looked for, or which ones lie below it.
 * @throws {ServesweepError} If a file of it cannot be read, or a newer version wrote its journal.
 */
export function readExperiment(path: string): Experiment {
  const { combinations, files } = findExperiment(path);
  const sessions = files.has(MANIFEST_FILE) ? readSessions(join(path, MANIFEST_FILE)) : [];
  const events = readJournal(join(path, JOURNAL_FILE))?.events ?? [];
  const plans = [
    ...sessions.map(manifestStarts).filter((starts) => starts.length > 0),
    ...readPlans(path).map(plannedStarts),
  ];
  const planned = plannedCombinations(plans);
  const written = storedRuns(events);
  const found = new Map(
    combinations.map((name) => [name, readResults(path, name, { events, written })]),
  );
  // A plan's combination without a directory is one without results.
  const directories = [...new Set([...planned.keys(), ...found.keys()])];
  const traces = tracesOf(events);
  const failures = lastingFailures(events);
  const guards = guardFindings(events);
  const derived = directoryParams(
    directories.filter((directory) => !planned.has(directory)).map((directory) => ({
      directory,
      result: found.get(directory)?.results[0]?.result ?? null,
    })),
  );
  return {
    path,
    name: basename(resolve(path)),
    sessions,
    plans,
    events,
    combinations: directories.map((directory) => {
      const plan = planned.get(directory) ??
        { directory, server: serverOf(directory), runs: null, ...derived.get(directory)! };
      return combinationOf(plan, found.get(directory) ?? NO_RESULTS, traces, guards, failures);
    }),
  };
}

/** A result file that counts. */
interface Result {
  readonly run: number;
  readonly file: string;
  readonly result: JsonObject;
}

/** The result files of a directory. */
interface Results {
  readonly results: readonly Result[];
  /** Files with the name of a result that do not count. */
  readonly unusable: readonly ExperimentFailure[];
}

const NO_RESULTS: Results = { results: [], unusable: [] };

/** What a journal tells of a run. */
interface Trace {
  readonly argv: readonly string[];
  readonly logFile: string;
}

function combinationOf(
  plan: Omit<PlannedCombination, "server"> & { readonly server: string | null },
  { results, unusable }: Results,
  traces: ReadonlyMap<string, Trace>,
  guards: GuardFindings,
  failures: LastingFailures,
): ExperimentCombination {
  const { directory, server, serveParams, benchParams, runs: plannedRuns } = plan;
  const runs = results.map(({ run, file, result }): ExperimentRun => {
    const trace = traces.get(resultFile(directory, run));
    return {
      run,
      file,
      result,
      benchArgv: trace?.argv ?? null,
      logFile: trace?.logFile ?? null,
      guards: guards.of({ directory, run }),
    };
  });
  const isThere = new Set(runs.map(({ run }) => run));
  const failed = (failures.runs.get(directory) ?? []).filter(({ run }) => !isThere.has(run!));
  const starts = server === null ? [] : failures.starts.get(server) ?? [];
  const isComplete = runs.length > 0 && runs.length >= (plannedRuns ?? 1);
  return {
    directory,
    server,
    serveParams,
    benchParams,
    plannedRuns,
    runs,
    failures: [
      ...failed,
      ...unusable.filter(({ run }) => !failed.some((other) => other.run === run)),
      ...(isComplete ? [] : starts.map((failure) => ({ run: null, failure }))),
    ],
  };
}

/** The last start of each run, by its result file. */
function tracesOf(events: readonly Event[]): Map<string, Trace> {
  const traces = new Map<string, Trace>();
  for (const event of events) {
    if (event.type !== "run-started") continue;
    const { name: { directory, run }, argv, logFile } = event;
    traces.set(resultFile(directory, run), { argv, logFile });
  }
  return traces;
}

/** The name of the server start, which is the serve side of the directory's name. */
function serverOf(directory: string): string | null {
  const { serve, bench } = sidesOf(directory);
  if (serve !== null) return `SERVE--${serve}`;
  return bench !== null || directory === "" ? "" : null;
}

/** What the journal tells of results. */
interface Told {
  readonly events: readonly Event[];
  readonly written: ReadonlyMap<string, StoredRun>;
}

function readResults(root: string, directory: string, { events, written }: Told): Results {
  const path = join(root, directory);
  const numbers = runNumbers(namesIn(path));
  if (numbers.length === 0) {
    // A summary stands for runs that nobody kept, not for those that were lost.
    const results = events.length === 0 ? readSummary(root, directory) : [];
    return { results, unusable: [] };
  }
  // A benchmark of ours became a result only after it had been judged by its command.
  const isJudged = events.length > 0;
  const results: Result[] = [];
  const unusable: ExperimentFailure[] = [];
  for (const run of numbers) {
    const file = resultFile(directory, run);
    const hash = written.get(file)?.sha256 ?? null;
    const { result, reason } = readResult(`${root}/${file}`, isJudged, hash);
    if (result !== null && reason === null) results.push({ run, file, result });
    else unusable.push({ run, failure: unusableFailure(file, reason!, result !== null) });
  }
  return { results, unusable };
}

/** A result with why it does not count; vLLM keeps those whose requests failed. One without a count of requests counts. */
function readResult(path: string, isJudged: boolean, hash: string | null): Judgement {
  let bytes: Uint8Array | null;
  try {
    bytes = readRegular(path, { maxBytes: MAX_RESULT_BYTES });
  } catch (error) {
    return { result: null, reason: (error as Error).message };
  }
  const resultText = bytes === null ? null : textOf(bytes);
  const { result: whole, reason } = judgeRun({ argv: null, exitCode: 0, resultText });
  const result = whole === null ? null : slimResult(whole, bytes!.length);
  if (result !== null && hash !== null && sha256(bytes!) !== hash) {
    return { result, reason: CHANGED_RESULT };
  }
  const isTrusted = result !== null && (isJudged || !result.has("completed"));
  return { result, reason: isTrusted ? null : reason };
}

function unusableFailure(
  file: string,
  reason: string,
  isRead: boolean,
): ExperimentFailure["failure"] {
  return {
    class: isRead ? "failed-requests" : "bench-error",
    reason: `${file}: ${reason}`,
    command: [],
    logTail: [],
    logFile: null,
  };
}

/** The runs of a summary whose result files are not there: it is all that vLLM's own plots need. */
function readSummary(root: string, directory: string): Result[] {
  const file = directory === "" ? SUMMARY_JSON_FILE : `${directory}/${SUMMARY_JSON_FILE}`;
  const list = readValue(join(root, file), MAX_SUMMARY_BYTES);
  if (!Array.isArray(list)) return [];
  return list.filter(isJsonObject).map((result, index) => {
    const number = result.get("run_number");
    const run = number instanceof JsonNumber && number.isInteger ? number.toNumber() : index;
    return { run, file, result };
  });
}

/** Sessions of a manifest; none if it is torn: only somebody else's hand can have done that. */
export function readSessions(path: string): JsonObject[] {
  const manifest = readValue(path, MAX_MANIFEST_BYTES);
  const sessions = isJsonObject(manifest) ? manifest.get("sessions") : undefined;
  return Array.isArray(sessions) ? sessions.filter(isJsonObject) : [];
}

/** The JSON value of a file; null if it is not there or no JSON. */
function readValue(path: string, maxBytes: number): Json {
  const text = readIfThere(path, maxBytes);
  if (text === null) return null;
  try {
    return parseJson(text).value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
