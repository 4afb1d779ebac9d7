/** Telling an experiment directory from any other, for commands that read one. */
import { basename } from "@std/path/basename";
import { dirname } from "@std/path/dirname";
import { join } from "@std/path/join";
import { resolve } from "@std/path/resolve";
import { sidesOf } from "../analysis/directory_params.ts";
import { UsageError } from "../lib/errors.ts";
import { JOURNAL_FILE, MANIFEST_FILE, SUMMARY_JSON_FILE } from "../plan/paths.ts";

/** How many directories a message lists. */
const LISTED = 10;

/** What lies in an experiment directory. */
export interface ExperimentLayout {
  /** Directories of combinations, relative; the empty name for the directory itself if it has results. */
  readonly combinations: readonly string[];
  /** Names of the files in it. */
  readonly files: ReadonlySet<string>;
}

/**
 * Looks into an experiment directory.
 *
 * @throws {UsageError} If there is none, with what was looked for and, if they lie below, which ones there are.
 */
export function findExperiment(path: string): ExperimentLayout {
  const layout = layoutOf(path);
  if (layout === null) throw new UsageError(`Cannot read "${path}": ${whyNot(path)}`);
  if (isCombination(path)) {
    throw new UsageError(
      `Cannot read "${path}": it is one combination of an experiment. Name the experiment directory, "${
        dirname(resolve(path))
      }"`,
    );
  }
  if (layout.combinations.length > 0 || isMarked(layout)) return layout;
  const below = experimentsBelow(path);
  if (below.length > 0) {
    const more = below.length > LISTED ? `\n  and ${below.length - LISTED} more` : "";
    const list = below.slice(-LISTED).map((name) => `\n  ${join(path, name)}`).join("");
    throw new UsageError(
      `Cannot read "${path}": it is no experiment directory, but ${
        below.length === 1 ? "one lies" : `${below.length} lie`
      } below it. Name one of them:${list}${more}`,
    );
  }
  throw new UsageError(
    `Cannot read "${path}": it is no experiment directory: it has no ${MANIFEST_FILE}, no ${JOURNAL_FILE}, ` +
      `no run=N.json and no directory SERVE--... or BENCH--...`,
  );
}

/** Names of the result files of one directory: `run=N.json` by number. */
export function runNumbers(names: Iterable<string>): number[] {
  return [...names].flatMap((name) => {
    const digits = /^run=(\d{1,9})\.json$/.exec(name)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  }).sort((a, b) => a - b);
}

/** Null if there is no such directory, or it cannot be read. */
function layoutOf(path: string): ExperimentLayout | null {
  let entries: Deno.DirEntry[];
  try {
    entries = [...Deno.readDirSync(path)];
  } catch {
    return null;
  }
  const files = new Set(entries.filter(({ isDirectory }) => !isDirectory).map(({ name }) => name));
  const inner = entries.filter(({ isFile, name }) => !isFile && isCombinationName(name));
  const combinations = inner.map(({ name }) => name).sort(collator.compare);
  const hasResults = runNumbers(files).length > 0 || files.has(SUMMARY_JSON_FILE);
  if (hasResults) combinations.unshift("");
  return { combinations, files };
}

/** Numbers in names by their size: `a=8` before `a=16`. */
const collator = new Intl.Collator("en", { numeric: true });

function isMarked({ files }: ExperimentLayout): boolean {
  return files.has(MANIFEST_FILE) || files.has(JOURNAL_FILE);
}

function isCombinationName(name: string): boolean {
  const { serve, bench } = sidesOf(name);
  return serve !== null || bench !== null;
}

/** A directory `SERVE--...` with results of its own and no experiment's files. */
function isCombination(path: string): boolean {
  if (!isCombinationName(basename(resolve(path)))) return false;
  const { combinations, files } = layoutOf(path)!;
  return combinations.every((name) => name === "") && !files.has(MANIFEST_FILE) &&
    !files.has(JOURNAL_FILE);
}

function experimentsBelow(path: string): string[] {
  const directories = [...Deno.readDirSync(path)].filter(({ isFile }) => !isFile);
  return directories.map(({ name }) => name).filter((name) => {
    const layout = layoutOf(join(path, name));
    return layout !== null && (layout.combinations.length > 0 || isMarked(layout));
  }).sort(collator.compare);
}

function whyNot(path: string): string {
  try {
    return Deno.statSync(path).isDirectory
      ? "the directory cannot be listed"
      : "it is no directory. Name the experiment directory that it lies in";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "there is no such directory";
    return (error as Error).message;
  }
}
