/** The sweep that a directory stands for, for commands that look at a sweep while it runs. */
import { join } from "@std/path/join";
import { UsageError } from "../lib/errors.ts";
import { JOURNAL_FILE } from "../plan/paths.ts";
import { findExperiment } from "./find_experiment.ts";

/**
 * The experiment directory: the one that is named, or in a directory of such directories the one in which something happened
 * last.
 *
 * @throws {UsageError} If there is none, or another program wrote it and nothing tells how far it is.
 */
export function findSweep(path: string): string {
  if (changedAt(path) !== null) return path;
  const last = children(path).map((child) => ({ child, at: changedAt(child) }))
    .filter(({ at }) => at !== null).sort((a, b) => b.at! - a.at!)[0];
  if (last !== undefined) return last.child;
  const { combinations } = findExperiment(path);
  throw new UsageError(
    `Cannot tell how far "${path}" is: it has no ${JOURNAL_FILE}, another program wrote it` +
      (combinations.length === 0
        ? ""
        : `. What is there: servesweep export ${path} --format table`),
  );
}

function children(path: string): string[] {
  try {
    return [...Deno.readDirSync(path)].filter(({ isFile }) => !isFile)
      .map(({ name }) => join(path, name));
  } catch {
    // Why it cannot be listed is said by who looks closer.
    return [];
  }
}

/** When its journal was written last; null if it has none. */
function changedAt(path: string): number | null {
  try {
    const { isFile, mtime } = Deno.statSync(join(path, JOURNAL_FILE));
    return isFile ? mtime?.getTime() ?? 0 : null;
  } catch {
    return null;
  }
}
