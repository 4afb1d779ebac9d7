/** What is kept of a run that does not count: `run=N.failed.json`, the next one `run=N.failed-2.json`. */
import { join } from "@std/path/join";
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { pyJson } from "../json/python.ts";
import type { Failure } from "../journal/event.ts";
import { runStem } from "../plan/paths.ts";
import { writeAtomic } from "./atomic.ts";
import { freeJsonName } from "./files.ts";

/** A failed run. */
export interface FailedRun {
  readonly run: number;
  readonly failure: Failure;
  readonly exitCode: number | null;
  readonly durationMs: number;
  /** The result, if there was one that could be read. */
  readonly result: JsonObject | null;
  /** What was in the result file, if it could not be read. */
  readonly rawResult: string | null;
}

/**
 * Writes the file under the first free name.
 *
 * @returns Its name.
 */
export function writeFailedRun(directory: string, failed: FailedRun): string {
  const { run, failure, exitCode, durationMs, result, rawResult } = failed;
  const name = freeJsonName(directory, `${runStem(run)}.failed`);
  const text = pyJson(
    new Map<string, Json>([
      ["run_number", JsonNumber.of(run)],
      ["class", failure.class],
      ["reason", failure.reason],
      ["command", [...failure.command]],
      ["exit_code", exitCode === null ? null : JsonNumber.of(exitCode)],
      ["duration_ms", JsonNumber.of(Math.round(durationMs))],
      ["log_file", failure.logFile],
      ["log_tail", [...failure.logTail]],
      ["result", result],
      ["raw_result", rawResult],
    ]),
    { indent: 4 },
  );
  writeAtomic(join(directory, name), text);
  return name;
}
