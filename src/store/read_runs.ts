/** Every run of every summary.json below a directory, as `vllm bench sweep plot` collects them. */
import { dirname } from "@std/path/dirname";
import { relative } from "@std/path/relative";
import { walkSync } from "@std/fs/walk";
import { UsageError } from "../lib/errors.ts";
import { readRegular, textOf, UnfitFile } from "../lib/files.ts";
import { parseJson } from "../json/parse.ts";
import { isJsonObject, type Json, type JsonObject } from "../json/value.ts";
import { SUMMARY_JSON_FILE } from "../plan/paths.ts";
import { MAX_SUMMARY_BYTES } from "./limits.ts";

/** A run as a summary.json lists it. */
export interface SummaryRun {
  /** Directory of its summary.json, relative to the one asked for. */
  readonly directory: string;
  readonly result: JsonObject;
}

/**
 * Reads the runs in the order of the directories' names, numbers in them by their size.
 *
 * @throws {UsageError} If there is no such directory, no run in it, or a summary.json that is no list of objects.
 */
export function readSummaryRuns(directory: string): SummaryRun[] {
  const runs = summaryFiles(directory).flatMap((path) => {
    const name = relative(directory, dirname(path));
    return readSummary(path).map((result) => ({ directory: name, result }));
  });
  if (runs.length === 0) {
    throw new UsageError(
      `Cannot plot "${directory}": it has no results, no ${SUMMARY_JSON_FILE} with a run in it or below. ` +
        `Name an experiment directory`,
    );
  }
  return runs;
}

function summaryFiles(directory: string): string[] {
  try {
    return [...walkSync(directory, { includeDirs: false })]
      .filter(({ name, isFile }) => isFile && name === SUMMARY_JSON_FILE)
      .map(({ path }) => path)
      .sort(new Intl.Collator("en", { numeric: true }).compare);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const reason = error instanceof Deno.errors.NotFound
      ? "there is no such directory"
      : error instanceof Deno.errors.NotADirectory
      ? "it is no directory. Name the experiment directory that it lies in"
      : error.message;
    throw new UsageError(`Cannot plot "${directory}": ${reason}`, { cause: error });
  }
}

function readSummary(path: string): JsonObject[] {
  const value = readJson(path);
  if (Array.isArray(value) && value.every(isJsonObject)) return value;
  throw new UsageError(
    `Cannot read "${path}": expected a list of objects, one a run. Move it away to plot the rest`,
  );
}

function readJson(path: string): Json {
  try {
    return parseJson(textOf(readRegular(path, { maxBytes: MAX_SUMMARY_BYTES })!)).value;
  } catch (error) {
    const isTold = error instanceof SyntaxError || error instanceof UnfitFile ||
      error instanceof Error && "code" in error;
    if (!isTold) {
      throw error;
    }
    throw new UsageError(`Cannot read "${path}": ${error.message}. Move it away to plot the rest`, {
      cause: error,
    });
  }
}
