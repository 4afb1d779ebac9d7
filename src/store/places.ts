/** Where a sweep is going to write: nothing of it may lead out of its directory, or be something that is no file. */
import { dirname } from "@std/path/dirname";
import { join } from "@std/path/join";
import { EXIT, ServesweepError } from "../lib/errors.ts";
import { ifThere, kindOf } from "../lib/files.ts";
import {
  JOURNAL_FILE,
  LOG_DIRECTORY,
  MANIFEST_FILE,
  PLAN_FILE,
  runLogFile,
  serverLogFile,
  SUMMARY_CSV_FILE,
  SUMMARY_JSON_FILE,
} from "../plan/paths.ts";
import type { Plan } from "../plan/plan.ts";

/**
 * Looks at what has the names that the sweep of a plan writes to.
 *
 * @throws {ServesweepError} If a file is none, or a directory is none or leads elsewhere.
 */
export function checkPlaces(root: string, { starts }: Plan): void {
  for (const name of [JOURNAL_FILE, MANIFEST_FILE, PLAN_FILE, SUMMARY_CSV_FILE]) {
    requireFile(join(root, name));
  }
  const directories = new Set([LOG_DIRECTORY]);
  for (const { name, round, combinations } of starts) {
    directories.add(dirname(serverLogFile(name, round)));
    for (const { directory } of combinations) {
      directories.add(directory).add(dirname(runLogFile(directory, 0)));
      requireFile(join(root, directory, SUMMARY_JSON_FILE));
    }
  }
  for (const directory of directories) requireDirectory(root, join(root, directory));
}

function requireFile(path: string): void {
  const info = look(path);
  if (info !== null && !info.isFile) throw refusal(path, info, "regular file");
}

function requireDirectory(root: string, path: string): void {
  const info = look(path);
  if (info === null || info.isDirectory) return;
  if (info.isSymlink && isInside(root, path)) return;
  throw refusal(path, info, "directory of its own");
}

function look(path: string): Deno.FileInfo | null {
  try {
    return ifThere(() => Deno.lstatSync(path));
  } catch (error) {
    // What stands above it is no directory: that is told of itself.
    if (error instanceof Deno.errors.NotADirectory) return null;
    throw error;
  }
}

/** True for a link to a directory inside another one. */
function isInside(root: string, path: string): boolean {
  try {
    return Deno.realPathSync(path).startsWith(`${Deno.realPathSync(root)}/`) &&
      Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

function refusal(path: string, info: Deno.FileInfo, expected: string): ServesweepError {
  const target = info.isSymlink ? ` to "${Deno.readLinkSync(path)}"` : "";
  return new ServesweepError(
    `Cannot write to "${path}": it is ${kindOf(info)}${target}, expected a ${expected}. ` +
      "Move it away or name another experiment directory",
    EXIT.disk,
  );
}
