/** What an experiment directory holds, as the checks compare it. */
import { parse } from "@std/csv/parse";
import { walkSync } from "@std/fs/walk";
import { readJournal } from "../../src/store/journal.ts";
import type { Event } from "../../src/journal/event.ts";

/** One run as its file tells it. */
export interface RunFacts {
  readonly run_number: unknown;
  readonly max_num_seqs: unknown;
  readonly num_prompts: unknown;
  readonly completed: unknown;
}

/** Everything below a directory, sorted; directories end with a slash, so that an empty one shows. */
export function tree(root: string): string[] {
  return [...walkSync(root)]
    .map(({ path, isDirectory }: { path: string; isDirectory: boolean }) =>
      path.slice(root.length + 1) + (isDirectory ? "/" : "")
    ).sort();
}

/**
 * Result files below a directory, sorted, relative to it; none if it is not there. What a benchmark has written into its own
 * directory, `.run=N/run=N.json`, is none yet.
 */
export function runFiles(root: string): string[] {
  if (!isThere(root)) return [];
  return tree(root).filter((file) =>
    /(^|\/)run=\d+\.json$/.test(file) && !/(^|\/)\.run=/.test(file)
  );
}

/** @throws {SyntaxError} If the file is torn. */
export function readRun(path: string): RunFacts {
  return facts(JSON.parse(Deno.readTextFileSync(path)));
}

/** The rows of summary.csv. */
export function readSummaryTable(root: string): RunFacts[] {
  const rows: Record<string, string>[] = parse(Deno.readTextFileSync(`${root}/summary.csv`), {
    skipFirstRow: true,
  });
  return rows.map((row) =>
    facts(Object.fromEntries(Object.entries(row).map(([name, text]) => [name, Number(text)])))
  );
}

/** Events of the journal; none if there is none. */
export function events(root: string): readonly Event[] {
  return readJournal(`${root}/journal.jsonl`)?.events ?? [];
}

/** Whether there is something at a path. */
export function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function facts(
  { run_number, max_num_seqs, num_prompts, completed }: Record<string, unknown>,
): RunFacts {
  return { run_number, max_num_seqs, num_prompts, completed };
}
