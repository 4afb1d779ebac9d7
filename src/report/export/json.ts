/**
 * An experiment as JSON. Numbers are written digit by digit as they were read; those that JSON does not have are null.
 *
 *     { "schemaVersion": 1, "servesweep": "0.1.0", "experiment": NAME, "sessions": [as in sweep.json],
 *       "summary": { "wallMs", "starts", "failedStarts", "serverMs": { STAGE: MS }, "gpuMs", "utilisation", "utilisationOf",
 *                    "overheadMs", "leftOut" },   (where the time of all sessions went; null without a journal)
 *       "answers": {
 *         "best": [{ "goal": "throughput" | "first-token" | "per-token", "metric", "directory", "mean", "low95", "high95",
 *                    "failures", "lead": "alone" | "level" | "clear" | "unclear" | "unknown", "level": [DIRECTORY],
 *                    "next": { "directory", "mean" } }],     (clear: the 95 % interval of the difference to the next has no 0;
 *                                                             unknown: single runs; next is null if alone or level)
 *         "compromise": { "directory", "tokensPerSecondPerUser", "tokensPerSecondPerGpu", "frontier": [DIRECTORY] },
 *         "strongest": [{ "metric", "params": [NAME], "share" }],
 *         "sureness": { "metric", "fewestRuns", "mostRuns", "measured", "combinations",
 *                       "median": { "directory", "spread" }, "widest": { "directory", "spread" } },
 *         "coverage": { "validRuns", "plannedRuns", "combinations", "unmeasured", "failures", "classes": { CLASS: COUNT } } },
 *       "combinations": [
 *         { "directory", "server", "serveParams": {}, "benchParams": {}, "plannedRuns", "gpus",
 *           "runs": [{ "run", "file", "logFile", "result": {},
 *                      "guards": { GUARD: { "state": "ok" | "unknown" | "bad", "why", "values": {} } } }],  (if there were any)
 *           "failures": [{ "run", "class", "reason", "command": [], "logTail": [], "logFile" }],
 *           "metrics": { KEY: { "n", "mean", "sd", "min", "max", "low95", "high95" } } } ] }
 *
 * As JSON lines each run and each failure is complete in itself:
 *
 *     { "type": "run", "experiment", "directory", "server", "serveParams", "benchParams", "gpus",
 *       "run", "file", "logFile", "result": {}, "guards": {} }
 *     { "type": "failure", "experiment", "directory", "server", "serveParams", "benchParams", "gpus",
 *       "run", "class", "reason", "command": [], "logTail": [], "logFile" }
 */
import { sweepCosts } from "../../journal/costs.ts";
import { serverLives } from "../../journal/lives.ts";
import { answersOf } from "../../analysis/answers.ts";
import type { Experiment, ExperimentFailure, ExperimentRun } from "../../analysis/experiment.ts";
import type { Row } from "../../analysis/rows.ts";
import { fromPlain } from "../../json/plain.ts";
import { strictJson } from "../../json/python.ts";
import type { Json } from "../../json/value.ts";
import { VERSION } from "../../lib/version.ts";
import { answersJson } from "./answers_json.ts";

/** Version of the shapes above. */
const SCHEMA_VERSION = 1;

/** One document, with a line a combination: it is large, and `diff` and `grep` work by lines. */
export function jsonExport({ name, sessions, events }: Experiment, rows: readonly Row[]): string {
  const head = fromPlain({
    schemaVersion: SCHEMA_VERSION,
    servesweep: VERSION,
    experiment: name,
    sessions,
    summary: summary(events),
    answers: answersJson(answersOf(rows)),
  });
  const combinations = rows.map((row) => `\n${strictJson(combination(row))}`).join(",");
  return `${strictJson(head).slice(0, -1)}, "combinations": [${combinations}\n]}\n`;
}

/** One line a run, then one a failure, combination by combination. */
export function jsonLinesExport({ name }: Experiment, rows: readonly Row[]): string {
  return rows.flatMap((row) => {
    const own = { experiment: name, ...identity(row) };
    return [
      ...row.combination.runs.map((item) => ({ type: "run", ...own, ...run(item) })),
      ...row.failures.map((item) => ({ type: "failure", ...own, ...failure(item) })),
    ];
  }).map((line) => `${strictJson(fromPlain(line))}\n`).join("");
}

function summary(events: Experiment["events"]): object | null {
  if (events.length === 0) return null;
  const costs = sweepCosts(events, serverLives(events));
  return { ...costs, serverMs: Object.fromEntries(costs.serverMs) };
}

function combination(row: Row): Json {
  const { combination: { plannedRuns, runs }, failures, metrics } = row;
  return fromPlain({
    ...identity(row),
    plannedRuns,
    runs: runs.map(run),
    failures: failures.map(failure),
    metrics,
  });
}

function identity({ directory, server, gpus, combination: { serveParams, benchParams } }: Row) {
  return { directory, server, serveParams, benchParams, gpus };
}

function run({ run, file, logFile, result, guards }: ExperimentRun) {
  return { run, file, logFile, result, ...(guards === null ? {} : { guards }) };
}

function failure({ run, failure }: ExperimentFailure) {
  const { class: kind, reason, command, logTail, logFile } = failure;
  return { run, class: kind, reason, command, logTail, logFile };
}
